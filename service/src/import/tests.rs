#![allow(clippy::unwrap_used, clippy::panic)]
//! Mapping and files together: what is taken over, and that everything wrong is found at once.

use peil_questionnaires::Library;

use super::{Finding, ImportPlan, Mapping, MappingError, Problem, ReadError, SourceFile, read};

const HEAD: &str = "start = 2005-01-01\nclient.column = 'id'\ntime = { column = 'month', unit = 'months' }\n";
const BDI: &str = "instrument = { id = 'bdi-ii', version = '1.0.0', scale = 'total' }\n";
const GROUPED: &str = "score.column = 'bdi'\ngroup.column = 'g'\n";

fn mapping(rest: &str) -> Result<Mapping, MappingError> {
    Mapping::parse(&format!("{HEAD}{rest}"))
}

fn plan(mapping: &Mapping, data: &str, membership: Option<&str>) -> Result<ImportPlan, ReadError> {
    read(mapping, &Library::embedded().unwrap(), data.as_bytes(), membership.map(str::as_bytes))
}

fn found(result: Result<ImportPlan, ReadError>) -> Vec<Finding> {
    match result {
        Err(ReadError::Findings(findings)) => findings,
        other => panic!("expected findings, got {:?}", other.map(|plan| plan.report())),
    }
}

fn places(findings: &[Finding]) -> Vec<(u64, &str)> {
    findings.iter().map(|finding| (finding.line, finding.column.as_deref().unwrap_or(""))).collect()
}

#[test]
fn a_good_file_becomes_a_plan() {
    let mapping = mapping(&format!("{BDI}{GROUPED}")).unwrap();
    let plan = plan(&mapping, "id,month,bdi,g,other\nA,0,24,1,x\nA,3,NA,1,x\nB,0,63,,x\n", None).unwrap();
    let report = plan.report();
    assert_eq!((report.clients, report.in_groups, report.groups), (2, 1, 1));
    assert_eq!((report.scores, report.without_score, report.research), (2, 1, false));
    assert_eq!(plan.scores[1].measured_on.to_string(), "2005-04-02");
}

#[test]
fn every_bad_cell_is_found_in_one_go() {
    let mapping = mapping(&format!("{BDI}{GROUPED}")).unwrap();
    let data = "id,month,bdi,g\n,x,70,1\nA,0,12.5,1\nA,3,7\nA,0,10,1\nA,0,11,2\nB,9999,ten,1\n";
    let findings = found(plan(&mapping, data, None));
    let expected =
        [(2, "bdi"), (2, "id"), (2, "month"), (3, "bdi"), (4, ""), (6, "g"), (6, "month"), (7, "bdi"), (7, "month")];
    assert_eq!(places(&findings), expected);
    assert_eq!(findings[6].problem, Problem::Duplicate { first: 5 });
    assert_eq!(findings[5].problem, Problem::TwoGroups { first: 3 });
    assert!(findings[0].to_string().ends_with("70 is outside the scale's range, 0 to 63"), "{}", findings[0]);
}

#[test]
fn no_finding_shows_who_it_is_about() {
    let mapping = mapping(&format!("{BDI}score.column = 'bdi'\n[membership]\nclient = 'id'\ngroup = 'g'\n")).unwrap();
    let data = "id,month,bdi\nJansen,0,99\nJansen,0,4\nJansen,0,5\n";
    let membership = "id,g\nJansen,Tuesday\nJansen,Friday\nPietersen,Tuesday\n,\n";
    let findings = found(plan(&mapping, data, Some(membership)));
    assert_eq!(places(&findings), [(2, "bdi"), (4, "month"), (3, "g"), (4, "id"), (5, "g"), (5, "id")]);
    let text: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(["Jansen", "Pietersen", "Tuesday", "Friday"].iter().all(|name| !text.join("\n").contains(name)));
    assert_eq!(findings[3].to_string(), "membership, line 4, column id: this client is not in the data");
}

#[test]
fn missing_and_doubled_columns_are_all_named() {
    let mapping = mapping(&format!("{BDI}{GROUPED}")).unwrap();
    let findings = found(plan(&mapping, "id,id,bdi\n1,1,3\n", None));
    assert_eq!(places(&findings), [(1, "g"), (1, "id"), (1, "month")]);
    assert_eq!((&findings[0].problem, &findings[1].problem), (&Problem::NoSuchColumn, &Problem::TwoColumns));
    assert_eq!(found(plan(&mapping, "id,month,bdi,g\n", None))[0].problem, Problem::NoRows);
}

#[test]
fn filled_in_scores_are_taken_over_when_the_mapping_says_so() {
    let strict = mapping(&format!("{BDI}score.column = 'bdi'\n")).unwrap();
    let findings = found(plan(&strict, "id,month,bdi\nA,0,15.39216\n", None));
    assert!(matches!(findings[0].problem, Problem::OffStep { .. }));
    let loose = mapping(&format!("{BDI}score = {{ column = 'bdi', filled_in = true }}\n")).unwrap();
    assert_eq!(plan(&loose, "id,month,bdi\nA,0,15.39216\n", None).unwrap().report().filled_in, 1);
}

#[test]
fn an_instrument_column_and_a_dutch_spreadsheet() {
    let rest = "score = { column = 'waarde', filled_in = true }\n[file]\ndelimiter = ';'\ndecimal = ','\n\
                [instrument]\ncolumn = 'lijst'\n[instrument.values]\n\
                BDI = { id = 'bdi-ii', version = '1.0.0', scale = 'total' }\n\
                PHQ = { id = 'phq-9', version = '1.0.0', scale = 'total' }\n";
    let mapping = mapping(rest).unwrap();
    let good = "\u{feff}id;month;lijst;waarde\n1;0;BDI;12,5\n1;0;PHQ;9\n1;1,5;PHQ;8\n";
    assert_eq!(plan(&mapping, good, None).unwrap().report().scores, 3);
    let findings = found(plan(&mapping, "id;month;lijst;waarde\n1;0;OQ;12\n2;0;;12\n3;0;PHQ;28\n", None));
    assert_eq!(places(&findings), [(2, "lijst"), (3, "lijst"), (4, "waarde")]);
    assert_eq!((&findings[0].problem, &findings[1].problem), (&Problem::UnknownInstrument, &Problem::Empty));
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let mapping = mapping(&format!("{BDI}score.column = 'bdi'\n")).unwrap();
    let data = b"id,month,bdi\nA,0,1\n\xff,0,2\nB,0,x\n";
    let findings = found(read(&mapping, &Library::embedded().unwrap(), data, None));
    assert_eq!(places(&findings), [(3, ""), (4, "bdi")]);
    assert_eq!(findings[0].file, SourceFile::Data);
}

#[test]
fn a_mapping_is_refused_with_a_reason() {
    let refused = |rest: &str| mapping(rest).unwrap_err().to_string();
    assert!(refused(&format!("{BDI}score.column = 'x'\nscores = 1\n")).contains("scores"));
    assert!(refused("score.column = 'x'\ninstrument = { id = 'bdi-ii' }\n").contains("`version`"));
    assert!(refused(&format!("{BDI}score.column = 'x'\nconsent = {{ research = true }}\n")).contains("ground"));
    assert!(refused(&format!("{BDI}score.column = 'x'\ngroup = {{ setting = 9 }}\n")).contains("1 to 8"));
    assert!(refused(&format!("{BDI}score.column = 'x'\ngroup = {{ kind = 'club' }}\n")).contains("club"));
    assert!(refused(&format!("{BDI}score.column = 'x'\nfile = {{ decimal = ',' }}\n")).contains("delimiter"));
    let both = format!("{BDI}{GROUPED}[membership]\nclient = 'id'\ngroup = 'g'\n");
    assert!(refused(&both).contains("--membership"));
    assert!(Mapping::parse("start = 12:00:00\n").is_err());
}

#[test]
fn the_example_of_the_repository_reads() {
    let text = include_str!("../../../examples/import/bright.toml");
    let mapping = Mapping::parse(text).unwrap();
    assert!(mapping.needs_membership() && mapping.research_ground().is_some());
    assert!(matches!(plan(&mapping, "client,month,bdi2\n1,0,3\n", None), Err(ReadError::Mapping(_))));
}
