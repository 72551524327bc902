//! Where each page hangs.

use actix_web::web::{ServiceConfig, get, post, resource};

use super::{
    admin, alerts, before, card, duty, entrance, evening, group, groups, home, leaving, member, moment, performance,
    plan, purpose, research, schedule, session, signal, stay, tablet, wall,
};

/// Adds the pages' routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(resource("/").route(get().to(entrance::start)))
        .service(resource("/health").route(get().to(entrance::health)))
        .service(resource("/about").route(get().to(entrance::about)))
        .service(resource("/assets/{path:.*}").route(get().to(entrance::asset)))
        .service(resource("/login").route(get().to(entrance::login_page)).route(post().to(entrance::login)))
        .service(resource("/logout").route(post().to(entrance::logout)))
        .service(resource("/language").route(post().to(entrance::language)))
        .service(resource("/t").route(get().to(tablet::start)))
        .service(resource("/t/done").route(get().to(tablet::done)))
        .service(resource("/t/{code}").route(get().to(tablet::with_code)))
        .service(resource("/home").route(get().to(home::page)))
        .service(resource("/groups/{group_id}/before").route(get().to(before::page)))
        .service(resource("/groups/{group_id}/before.pdf").route(get().to(before::pdf)))
        .service(resource("/groups/{group_id}/schedule").route(post().to(schedule::change)))
        .service(resource("/groups").route(get().to(groups::groups)))
        .service(resource("/groups/{group_id}").route(get().to(group::page)))
        .service(resource("/groups/{group_id}/panel").route(get().to(group::panel)))
        .service(resource("/groups/{group_id}/events").route(get().to(group::events)))
        .service(resource("/groups/{group_id}/chart.svg").route(get().to(group::chart_svg)))
        .service(resource("/groups/{group_id}/chart.png").route(get().to(group::chart_png)))
        .service(resource("/groups/{group_id}/chart.pdf").route(get().to(group::chart_pdf)))
        .service(resource("/groups/{group_id}/plan").route(get().to(plan::page)).route(post().to(plan::change)))
        .service(resource("/groups/{group_id}/sessions").route(post().to(session::open)))
        .service(resource("/groups/{group_id}/sessions/{session_id}").route(get().to(session::page)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/answered").route(get().to(session::answered)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/attendance").route(post().to(session::attendance)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/close").route(post().to(session::close)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/code").route(post().to(session::code)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/time").route(post().to(session::time)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/minutes").route(post().to(session::minutes)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/room").route(get().to(wall::page)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/room/panel").route(get().to(wall::panel)))
        .service(
            resource("/groups/{group_id}/sessions/{session_id}/lines/{membership_id}/withdraw")
                .route(post().to(wall::withdraw)),
        )
        .service(resource("/groups/{group_id}/sessions/{session_id}/after").route(get().to(evening::page)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/rating").route(post().to(evening::rate)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/note").route(post().to(evening::own_note)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/joint-note").route(post().to(evening::joint_note)))
        .service(resource("/groups/{group_id}/sessions/{session_id}/agreements").route(post().to(evening::agree)))
        .service(resource("/groups/{group_id}/agreements/{agreement_id}").route(post().to(evening::settle)))
        .service(resource("/groups/{group_id}/members/{membership_id}/moments").route(post().to(moment::open)))
        .service(resource("/groups/{group_id}/members/{membership_id}/end").route(post().to(stay::end)))
        .service(resource("/groups/{group_id}/members/{membership_id}").route(get().to(member::page)))
        .service(resource("/groups/{group_id}/members/{membership_id}/chart.svg").route(get().to(member::chart_svg)))
        .service(resource("/groups/{group_id}/members/{membership_id}/chart.png").route(get().to(member::chart_png)))
        .service(resource("/groups/{group_id}/members/{membership_id}/chart.pdf").route(get().to(member::chart_pdf)))
        .service(resource("/groups/{group_id}/members/{membership_id}/card").route(get().to(card::page)))
        .service(resource("/groups/{group_id}/members/{membership_id}/card.pdf").route(get().to(card::pdf)))
        .service(resource("/groups/{group_id}/moments/{moment_id}").route(get().to(moment::page)))
        .service(resource("/groups/{group_id}/members/{membership_id}/code").route(post().to(session::client_code)))
        .service(resource("/groups/{group_id}/signals/{episode_id}").route(get().to(signal::page)))
        .service(resource("/groups/{group_id}/signals/{episode_id}/steps").route(post().to(signal::step)))
        .service(resource("/signals/dropout").route(get().to(leaving::page)))
        .service(resource("/signals/performance").route(get().to(performance::page)))
        .service(resource("/signals/purpose").route(get().to(purpose::page)))
        .service(resource("/alerts").route(get().to(alerts::list)))
        .service(resource("/alerts/panel").route(get().to(alerts::panel)))
        .service(resource("/alerts/events").route(get().to(alerts::events)))
        .service(resource("/alerts/{signal_id}").route(get().to(alerts::page)))
        .service(resource("/alerts/{signal_id}/acted").route(post().to(alerts::acted)))
        .service(resource("/alerts/{signal_id}/closed").route(post().to(alerts::closed)))
        .service(resource("/research").route(get().to(research::page)))
        .service(resource("/research/export").route(post().to(research::export)))
        .service(resource("/admin").route(get().to(admin::page)))
        .service(resource("/admin/alerts").route(get().to(duty::page)).route(post().to(duty::minutes)))
        .service(resource("/admin/alerts/duty").route(post().to(duty::begin)))
        .service(resource("/admin/alerts/duty/end").route(post().to(duty::end)))
        .service(resource("/admin/wording").route(post().to(admin::wording)));
}
