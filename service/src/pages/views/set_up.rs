//! What an administrator sets up: forms of fields with their words, and lists.

use askama::Template;

use super::Layout;
use crate::domain::{Role, TherapistPart};

/// One form.
#[derive(Debug, Clone)]
pub struct SetUpForm {
    /// Begins the ids of its fields: there may be several forms on a page.
    pub id: String,
    /// Where it is sent.
    pub action: String,
    /// What is sent besides what is filled in.
    pub hidden: Vec<(&'static str, String)>,
    /// Its fields, in order.
    pub fields: Vec<SetUpField>,
    /// The word of its button, behind `set-up-do-`.
    pub button: &'static str,
    /// What its button is about, for who does not see what it stands by.
    pub about: String,
    /// Whether it is what the page is for.
    pub primary: bool,
}

/// One field: its label is `set-up-field-` and its name.
#[derive(Debug, Clone)]
pub struct SetUpField {
    /// Its name.
    pub name: &'static str,
    /// How it is filled in.
    pub input: SetUpInput,
    /// What stands in it.
    pub value: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether a text explains it: `set-up-hint-` and its name.
    pub hint: bool,
}

/// How a field is filled in.
#[derive(Debug, Clone)]
pub enum SetUpInput {
    /// A line.
    Text,
    /// An address.
    Email,
    /// A day.
    Day,
    /// A whole number from–to.
    Number(i16, i16),
    /// One of a list: value and words.
    Choice(Vec<(String, String)>),
}

/// What could not be done.
#[derive(Debug, Clone)]
pub struct SetUpRefusal {
    /// End of the problem's type.
    pub problem: &'static str,
    /// The field that it is about: `set-up-wrong-` and its name.
    pub field: Option<String>,
}

/// What was refused, and what was done, over a page.
#[derive(Debug, Clone, Default)]
pub struct SetUpSaid {
    /// What was refused.
    pub refusal: Option<SetUpRefusal>,
    /// Whether something was saved.
    pub saved: bool,
}

/// People.
#[derive(Debug, Template)]
#[template(path = "set_up_users.html")]
pub struct UsersPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What was refused or done.
    pub said: SetUpSaid,
    /// Everybody.
    pub users: Vec<UserLine>,
    /// To add somebody.
    pub add: SetUpForm,
}

/// One of the people.
#[derive(Debug)]
pub struct UserLine {
    /// The account, as in addresses.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What it may do.
    pub role: Role,
    /// Profession, as its word.
    pub profession: Option<&'static str>,
    /// Team.
    pub team: Option<String>,
    /// The word of its state, behind `set-up-state-`.
    pub state: &'static str,
    /// Last login, written out.
    pub last_login: Option<String>,
}

/// One of the people.
#[derive(Debug, Template)]
#[template(path = "set_up_user.html")]
pub struct UserPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What was refused or done.
    pub said: SetUpSaid,
    /// Who.
    pub user: UserLine,
    /// Until when an unused link works, written out.
    pub link_until: Option<String>,
    /// To change it.
    pub change: SetUpForm,
    /// To shut it, or open it again.
    pub access: SetUpForm,
    /// A new link.
    pub link: Option<SetUpForm>,
}

/// A link to choose a password, shown once.
#[derive(Debug, Template)]
#[template(path = "set_up_link.html")]
pub struct LinkPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Whose.
    pub name: String,
    /// The link.
    pub link: String,
    /// Where to go on.
    pub back_href: String,
}

/// Somebody chooses his password.
#[derive(Debug, Template)]
#[template(path = "welcome.html")]
pub struct WelcomePage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Who.
    pub name: String,
    /// The address to log in with.
    pub email: String,
    /// Where the form is sent.
    pub action: String,
    /// What was wrong: `short` or `differ`.
    pub wrong: Option<&'static str>,
}

/// Teams.
#[derive(Debug, Template)]
#[template(path = "set_up_teams.html")]
pub struct TeamsPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What was refused or done.
    pub said: SetUpSaid,
    /// Name, people, groups, and the form of another name.
    pub teams: Vec<(String, u32, u32, SetUpForm)>,
    /// To add one.
    pub add: SetUpForm,
}

/// Groups.
#[derive(Debug, Template)]
#[template(path = "set_up_groups.html")]
pub struct SetUpGroupsPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Whether the reader is an administrator.
    pub whole: bool,
    /// What was refused or done.
    pub said: SetUpSaid,
    /// The groups.
    pub groups: Vec<SetUpGroupLine>,
    /// To add one.
    pub add: SetUpForm,
}

/// One group of the list.
#[derive(Debug)]
pub struct SetUpGroupLine {
    /// As in addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its team.
    pub team: Option<String>,
    /// Its kind, as its word.
    pub kind: &'static str,
    /// Members today.
    pub members: u32,
    /// Who lead it.
    pub leaders: i64,
    /// Whether it measures anything.
    pub planned: bool,
    /// Whether it ended.
    pub ended: bool,
}

/// One group.
#[derive(Debug, Template)]
#[template(path = "set_up_group.html")]
pub struct SetUpGroupPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What was refused or done.
    pub said: SetUpSaid,
    /// The group.
    pub group: SetUpGroupLine,
    /// To change it.
    pub change: SetUpForm,
    /// Everybody's parts.
    pub parts: Vec<PartLine>,
    /// To add a part.
    pub add_part: Option<SetUpForm>,
}

/// What somebody does in a group.
#[derive(Debug)]
pub struct PartLine {
    /// Name.
    pub name: String,
    /// The part.
    pub part: TherapistPart,
    /// From when to when, written out.
    pub days: String,
    /// Whether it is over, or the account is shut.
    pub over: bool,
    /// To end it.
    pub end: Option<SetUpForm>,
}

/// Members of a group.
#[derive(Debug, Template)]
#[template(path = "set_up_members.html")]
pub struct MembersPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What was refused or done.
    pub said: SetUpSaid,
    /// The group's name.
    pub group_name: String,
    /// Back to the group.
    pub back_href: String,
    /// The members.
    pub members: Vec<SetUpMemberLine>,
    /// To add one who is new.
    pub add: SetUpForm,
    /// To add one who is known.
    pub add_known: Option<SetUpForm>,
}

/// One member.
#[derive(Debug)]
pub struct SetUpMemberLine {
    /// The pseudonym.
    pub pseudonym: String,
    /// From when to when, written out.
    pub days: String,
    /// Whether the first day stays as it is: there are scores.
    pub scored: bool,
    /// Whether research gets rows of this client, in words.
    pub research: String,
    /// To change that.
    pub consent: SetUpForm,
    /// To correct it; none for who left.
    pub correct: Option<SetUpForm>,
}

/// Who waits for a group, and where there is room.
#[derive(Debug, Template)]
#[template(path = "waiting.html")]
pub struct WaitingPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What was refused or done.
    pub said: SetUpSaid,
    /// The group, as in addresses.
    pub group_id: String,
    /// The group's name.
    pub group_name: String,
    /// Who waits, whoever begins first before the others.
    pub waiting: Vec<WaitingLine>,
    /// How many places there are now; none where nobody said how many the group has.
    pub room: Option<String>,
    /// The days on which that changes, and why.
    pub days: Vec<(String, String)>,
    /// The next days of entry, with how much room there is then.
    pub entries: Vec<String>,
    /// Whether the group runs in fixed cycles.
    pub cycles: bool,
    /// Where places and cycles are set; none for who may not.
    pub set_up_href: Option<String>,
    /// Where measuring of who waits is planned and begun; none for who treats nobody.
    pub baseline_href: Option<String>,
}

/// One who waits.
#[derive(Debug)]
pub struct WaitingLine {
    /// The pseudonym.
    pub pseudonym: String,
    /// Since when, and until when.
    pub days: String,
    /// What was measured meanwhile.
    pub measured: String,
    /// Whether the lot decides the first day.
    pub drawn: bool,
    /// To choose another first day.
    pub begin: SetUpForm,
    /// Where it is said that this member gives up waiting.
    pub give_up: String,
}

/// What holds for the whole organisation.
#[derive(Debug, Template)]
#[template(path = "set_up_organisation.html")]
pub struct SetUpOrganisationPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What was refused or done.
    pub said: SetUpSaid,
    /// Another name.
    pub rename: SetUpForm,
    /// Whether signals are on.
    pub signals: bool,
    /// To switch them.
    pub switch: SetUpForm,
    /// From how many answers on the wall shows a picture.
    pub wall: SetUpForm,
}

/// The rules' constants.
#[derive(Debug, Template)]
#[template(path = "set_up_rules.html")]
pub struct RulesPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What was refused or done.
    pub said: SetUpSaid,
    /// The constants.
    pub rules: Vec<RuleLine>,
}

/// One constant.
#[derive(Debug)]
pub struct RuleLine {
    /// Its name, for machines.
    pub name: &'static str,
    /// What it is, in words.
    pub label: String,
    /// The rules that use it, in words.
    pub rules: String,
    /// Its value, as a number field writes it.
    pub value: String,
    /// What it is unless it is set.
    pub usual: String,
    /// The lowest.
    pub lowest: String,
    /// The highest.
    pub highest: String,
    /// The lowest and the highest, as a number field writes them.
    pub bounds: [f64; 2],
    /// What a number field counts by.
    pub step: &'static str,
    /// Whether it is set.
    pub set: bool,
}

/// What was changed.
#[derive(Debug, Template)]
#[template(path = "set_up_changes.html")]
pub struct ChangesPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// The newest changes.
    pub changes: Vec<ChangeLine>,
}

/// One changed field.
#[derive(Debug)]
pub struct ChangeLine {
    /// When, written out.
    pub at: String,
    /// By whom; none for the command line.
    pub by: Option<String>,
    /// The word of its kind, behind `set-up-kind-`.
    pub kind: String,
    /// What it is called, or its id.
    pub name: String,
    /// Its field.
    pub field: String,
    /// What it was.
    pub was: Option<String>,
    /// What it became.
    pub became: Option<String>,
}
