//! The wall between organisations, tried from inside the database as the role that the service connects with.

use std::collections::BTreeSet;

use peil_tests::{Practice, TestApp, phq_9};
use tokio_postgres::{Client, error::SqlState};

/// Read by all on purpose, and holding nothing of a client: which organisations there are, and where an address leads.
const READ_BY_ALL: [&str; 2] = ["account_routes", "organisations"];

/// Every table of the schema but the migrations' own.
async fn tables(owner: &Client) -> Vec<String> {
    let query = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> 'refinery_schema_history'
                 ORDER BY 1";
    let tables: Vec<String> = owner.query(query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect();
    assert!(tables.len() > 20, "{tables:?}");
    tables
}

/// An organisation with at least one row in every table.
async fn lived_in(app: &TestApp, name: &str) -> Practice {
    let practice = app.another_organisation(name).await;
    app.hold_sessions(&practice, 3).await;
    app.analysed().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.fill_in("phq-9", &phq_9("--------1")).await;
    app.anybody().log_in(practice.bram(), "not it").await;
    let id = practice.id.uuid();
    for filled in [
        "INSERT INTO imports (organisation_id, import_id, content_hash, rows, imported_at)
         VALUES ($1, gen_random_uuid(), 'x', 1, now())",
        "INSERT INTO wording_confirmations SELECT organisation_id, 'phq-9', '1.0.0', 'x', account_id, now()
         FROM accounts WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO own_instruments VALUES ($1, 'phq-9', '1.0.0', 'x', now())",
        "INSERT INTO own_wordings VALUES ($1, 'phq-9', '1.0.0', 'nl', 1, 'x', 'x', now())",
        "INSERT INTO signal_steps (organisation_id, step_id, signal_id, round, step, account_id, taken_at)
         SELECT x.organisation_id, gen_random_uuid(), x.signal_id, 1, 'seen', a.account_id, now()
         FROM signals x JOIN accounts a USING (organisation_id) WHERE x.organisation_id = $1 LIMIT 1",
        "INSERT INTO signal_levels (organisation_id, signal_id, session_id, evidence, urgency, rule_version, reached_at)
         SELECT organisation_id, signal_id, session_id, 'x', 'watch', '1', now() FROM signals WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO judged_groups (organisation_id, group_id) SELECT organisation_id, group_id FROM groups
         WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO group_schedules SELECT organisation_id, group_id, 2, '19:30', 90, 1, now()
         FROM groups WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO announced_absences SELECT m.organisation_id, m.membership_id, '2026-12-01', 'absent_holiday', now(), a.account_id
         FROM memberships m JOIN accounts a USING (organisation_id) WHERE m.organisation_id = $1 LIMIT 1",
        "UPDATE dropout_models SET model = '{}', fitted_at = now() WHERE organisation_id = $1",
        "INSERT INTO account_links SELECT organisation_id, 'x', account_id, now(), now() + interval '1 day'
         FROM accounts WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO set_up_changes SELECT organisation_id, gen_random_uuid(), now(), account_id, 'account', account_id, 'role'
         FROM accounts WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO signal_rules VALUES ($1, '{}', now())",
        "INSERT INTO expected_courses VALUES ($1, 'phq-9', 'x', 'file', '{}', 100, '1.0', now())",
        "INSERT INTO indirect_minutes SELECT s.organisation_id, s.session_id, s.opened_by, 'planning', 5, now()
         FROM sessions s WHERE s.organisation_id = $1 AND s.opened_by IS NOT NULL LIMIT 1",
        "INSERT INTO agreements (organisation_id, agreement_id, group_id, session_id, idempotency_key, said, made_by, made_at)
         SELECT organisation_id, gen_random_uuid(), group_id, session_id, gen_random_uuid(), 'x', opened_by, now()
         FROM sessions WHERE organisation_id = $1 AND opened_by IS NOT NULL LIMIT 1",
        "INSERT INTO line_consents SELECT organisation_id, gen_random_uuid(), session_id, membership_id, now()
         FROM attendance WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO wall_lines SELECT organisation_id, session_id, membership_id, now()
         FROM attendance WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO wall_pictures SELECT organisation_id, session_id, membership_id, 1, now()
         FROM attendance WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO therapist_ratings SELECT organisation_id, gen_random_uuid(), session_id, opened_by, gen_random_uuid(),
         'phq-9', '1.0.0', 'nl', 'x', 'x', now()
         FROM sessions WHERE organisation_id = $1 AND opened_by IS NOT NULL LIMIT 1",
        "INSERT INTO therapist_answers SELECT organisation_id, rating_id, 'x', 1 FROM therapist_ratings
         WHERE organisation_id = $1",
        "INSERT INTO therapist_scores SELECT organisation_id, rating_id, 'x', 'x', 'complete', 1 FROM therapist_ratings
         WHERE organisation_id = $1",
        "INSERT INTO own_reflections SELECT organisation_id, session_id, opened_by, 1, 'x', now()
         FROM sessions WHERE organisation_id = $1 AND opened_by IS NOT NULL LIMIT 1",
        "INSERT INTO joint_reflections SELECT organisation_id, session_id, 1, opened_by, 'x', now()
         FROM sessions WHERE organisation_id = $1 AND opened_by IS NOT NULL LIMIT 1",
        "INSERT INTO client_keys SELECT organisation_id, repeat('x', 64), client_id, now() FROM clients
         WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO record_keys SELECT organisation_id, repeat('x', 64), now() FROM organisations
         WHERE organisation_id = $1",
        "INSERT INTO record_coverage SELECT organisation_id, 'group_sessions', 2, '{[2026-01-01,2026-02-01)}'
         FROM organisations WHERE organisation_id = $1",
        "INSERT INTO individual_contacts SELECT c.organisation_id, repeat('x', 64), c.client_id, '2026-01-01', 45, 2, i.import_id
         FROM clients c JOIN imports i USING (organisation_id) WHERE c.organisation_id = $1 LIMIT 1",
        "INSERT INTO group_contacts SELECT c.organisation_id, repeat('x', 64), c.client_id, 'x', NULL, '2026-01-01', 45, 2,
             i.import_id
         FROM clients c JOIN imports i USING (organisation_id) WHERE c.organisation_id = $1 LIMIT 1",
        "INSERT INTO baseline_figures SELECT organisation_id, 2025, 'clients', 0, 0, 1, 'x', account_id, now() FROM accounts
         WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO candidates SELECT organisation_id, gen_random_uuid(), group_id, 'Spar', '2026-01-01' FROM groups
         WHERE organisation_id = $1 LIMIT 1",
        "INSERT INTO selection_steps SELECT c.organisation_id, gen_random_uuid(), c.candidate_id, 'diagnostic', '2026-01-01',
             a.account_id, 'together', 'goes_on', 5, 5, '{}', a.account_id, now()
         FROM candidates c JOIN accounts a USING (organisation_id) WHERE c.organisation_id = $1 LIMIT 1",
        "INSERT INTO baseline_designs (organisation_id, design_id, group_id, instrument_id, scale, lot, first_on, every_days,
             moments, least_before, least_after, starts, planned_by, planned_at)
         SELECT s.organisation_id, gen_random_uuid(), s.group_id, 'phq-9', 'total', 'together', '2026-06-01', 7, 10, 3, 3,
             '{}', s.opened_by, now()
         FROM sessions s WHERE s.organisation_id = $1 AND s.opened_by IS NOT NULL LIMIT 1",
        "INSERT INTO baseline_starts SELECT d.organisation_id, d.design_id, m.membership_id, 0
         FROM baseline_designs d JOIN memberships m USING (organisation_id, group_id)
         WHERE d.organisation_id = $1 LIMIT 1",
    ] {
        app.owner.execute(filled, &[&id]).await.unwrap();
    }
    practice
}

fn refused<T>(outcome: Result<T, tokio_postgres::Error>, what: &str) {
    match outcome {
        Ok(_) => panic!("{what} is not refused"),
        Err(error) => assert_eq!(error.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{what}: {error:?}"),
    }
}

/// Nothing changed: no row was there to be changed, or it was not allowed to try.
fn nothing(outcome: Result<u64, tokio_postgres::Error>, what: &str) {
    match outcome {
        Ok(rows) => assert_eq!(rows, 0, "{what}"),
        Err(error) => assert_eq!(error.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{what}: {error:?}"),
    }
}

#[tokio::test]
async fn no_row_of_another_organisation_can_be_seen_added_changed_or_removed() {
    let app = TestApp::spawn().await;
    let (own, other) = (lived_in(&app, "noord").await, lived_in(&app, "zuid").await);
    // Last, and for a day far away: the worker takes what is due, and with it the rest of its scale.
    app.analysed().await;
    let waiting = "INSERT INTO outbox (organisation_id, job_id, kind, instrument_id, scale, created_at, due_at)
                   SELECT organisation_id, gen_random_uuid(), 'analyse', 'phq-9', 'total', now(), '2999-01-01'
                   FROM organisations";
    app.owner.execute(waiting, &[]).await.unwrap();
    let role = app.database.application().await;
    for table in tables(&app.owner).await {
        let theirs = format!("organisation_id = '{}'", other.id);
        let held = app.count(&format!("{table} WHERE {theirs}")).await;
        assert!(held > 0, "{table} has a row to try; fill it in `lived_in`");
        let row = format!("SELECT row_to_json(t)::text FROM {table} t WHERE {theirs} LIMIT 1");
        let row: String = app.owner.query_one(&row, &[]).await.unwrap().get(0);
        // Not those that the database works out itself.
        let columns = "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
                       WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'";
        let columns: String = app.owner.query_one(columns, &[&table]).await.unwrap().get(0);
        for seen_as in [own.id.to_string(), String::new()] {
            let what = |verb: &str| format!("{verb} {table} as `{seen_as}`");
            role.execute("SELECT set_config('peil.organisation_id', $1, false)", &[&seen_as]).await.unwrap();
            let select = format!("SELECT count(*) FROM {table} WHERE {theirs}");
            let seen: i64 = role.query_one(&select, &[]).await.unwrap().get(0);
            if !READ_BY_ALL.contains(&table.as_str()) {
                assert_eq!(seen, 0, "{}", what("SELECT"));
            }
            let insert = format!(
                "INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_record(null::{table}, $1::text::json)"
            );
            refused(role.execute(&insert, &[&row]).await, &what("INSERT"));
            let update = format!("UPDATE {table} SET organisation_id = organisation_id WHERE {theirs}");
            nothing(role.execute(&update, &[]).await, &what("UPDATE"));
            nothing(role.execute(&format!("DELETE FROM {table} WHERE {theirs}"), &[]).await, &what("DELETE"));
            let give_away = format!("UPDATE {table} SET organisation_id = '{}'", other.id);
            match role.execute(&give_away, &[]).await {
                Ok(rows) => assert!(seen_as.is_empty() && rows == 0, "{}", what("move a row of")),
                Err(error) => assert_eq!(error.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{table}: {error:?}"),
            }
            refused(role.execute(&format!("TRUNCATE {table} CASCADE"), &[]).await, &what("TRUNCATE"));
        }
        assert_eq!(app.count(&format!("{table} WHERE {theirs}")).await, held, "{table} is as it was");
    }
}

#[tokio::test]
async fn with_no_organisation_set_there_is_nothing_of_anybody() {
    let app = TestApp::spawn().await;
    lived_in(&app, "noord").await;
    let role = app.database.application().await;
    for table in tables(&app.owner).await {
        if READ_BY_ALL.contains(&table.as_str()) {
            continue;
        }
        let seen: i64 = role.query_one(&format!("SELECT count(*) FROM {table}"), &[]).await.unwrap().get(0);
        assert_eq!(seen, 0, "{table}");
    }
}

#[tokio::test]
async fn a_session_code_is_found_by_who_knows_it_and_listed_by_nobody() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let role = app.database.application().await;
    let seen = async || role.query("SELECT code FROM session_codes", &[]).await.unwrap().len();
    assert_eq!(seen().await, 0);
    let code = tonight.code.replace('-', "");
    role.execute("SELECT set_config('peil.session_code', $1, false)", &[&code]).await.unwrap();
    assert_eq!(seen().await, 1);
}

#[tokio::test]
async fn every_table_is_behind_the_wall_and_has_its_organisation_in_its_key() {
    let app = TestApp::spawn().await;
    let query = "SELECT c.relname::text, c.relrowsecurity, c.relforcerowsecurity,
                        coalesce((SELECT bool_or(a.attname = 'organisation_id') FROM pg_index i
                                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
                                  WHERE i.indrelid = c.oid AND i.indisprimary), false),
                        (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid),
                        pg_get_userbyid(c.relowner) = 'peil_app'
                 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> 'refinery_schema_history'";
    let rows = app.owner.query(query, &[]).await.unwrap();
    assert_eq!(rows.len(), tables(&app.owner).await.len());
    for row in rows {
        let table: String = row.get(0);
        assert!(row.get::<_, bool>(1), "{table} has row-level security");
        assert!(row.get::<_, bool>(2), "{table} forces it");
        assert!(row.get::<_, bool>(3), "{table} has organisation_id in its primary key");
        assert!(row.get::<_, i64>(4) > 0, "{table} has a policy");
        assert!(!row.get::<_, bool>(5), "{table} is not the role's own");
    }
    let query = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm', 'f')";
    let views: i64 = app.owner.query_one(query, &[]).await.unwrap().get(0);
    assert_eq!(views, 0, "a view would read with its owner's rights");
}

#[tokio::test]
async fn the_role_of_the_service_cannot_get_round_the_wall() {
    let app = TestApp::spawn().await;
    let query = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit FROM pg_roles WHERE rolname = 'peil_app'";
    let row = app.owner.query_one(query, &[]).await.unwrap();
    assert_eq!((0..5).map(|at| row.get::<_, bool>(at)).collect::<Vec<_>>(), [false; 5]);
    let query = "SELECT count(*) FROM pg_auth_members WHERE member = 'peil_app'::regrole";
    assert_eq!(app.owner.query_one(query, &[]).await.unwrap().get::<_, i64>(0), 0, "it is a member of nothing");
    let query = "SELECT proname::text FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace";
    assert_eq!(app.owner.query(query, &[]).await.unwrap().len(), 0, "no function lends its owner's rights");
    let role = app.database.application().await;
    refused(role.batch_execute("ALTER TABLE audit DISABLE TRIGGER ALL").await, "ALTER TABLE");
    refused(role.batch_execute("CREATE TABLE mine (x int)").await, "CREATE TABLE");
}

#[tokio::test]
async fn what_was_written_stays_written() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 1).await;
    app.login(practice.anna()).await;
    let role = app.database.application().await;
    let own = practice.id.to_string();
    role.execute("SELECT set_config('peil.organisation_id', $1, false)", &[&own]).await.unwrap();
    for table in ["audit", "responses", "scores"] {
        let before = app.count(table).await;
        assert!(before > 0, "{table}");
        for change in [format!("UPDATE {table} SET organisation_id = organisation_id"), format!("DELETE FROM {table}")]
        {
            refused(role.execute(&change, &[]).await, &change);
            let by_owner = app.owner.execute(&change, &[]).await.unwrap_err();
            assert_eq!(by_owner.code(), Some(&SqlState::RESTRICT_VIOLATION), "{change} by the owner");
        }
        assert_eq!(app.count(table).await, before);
    }
    let emptied = app.owner.execute("TRUNCATE audit", &[]).await.unwrap_err();
    assert_eq!(emptied.code(), Some(&SqlState::RESTRICT_VIOLATION));
    for change in ["UPDATE answers SET value = 0", "DELETE FROM answers"] {
        let refused = role.execute(change, &[]).await.unwrap_err();
        assert_eq!(refused.code(), Some(&SqlState::RESTRICT_VIOLATION), "{change} of a submitted form");
    }
    let tables: BTreeSet<String> = tables(&app.owner).await.into_iter().collect();
    assert!(["audit", "responses", "scores"].iter().all(|table| tables.contains(*table)));
}
