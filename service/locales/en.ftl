# Every word on screen, in plain English. The words of a questionnaire are not here: they come from its publisher and
# are never rewritten.

## Edge of every page

skip-to-content = Skip to content
nav-label = Sections
nav-groups = Groups
nav-research = Research
nav-admin = Administration
nav-about = About Peil
language-switch = Nederlands
language-nl = Dutch
language-en = English
logout = Log out
list-last = { $before } and { $last }
of = { $number } of { $total }
then-now = and then

## Dates

date-day = { $weekday } { $day } { $month } { $year }
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Word lists

role-therapist = therapist
role-team-lead = team lead
role-experience-expert = expert by experience
role-researcher = researcher
role-administrator = administrator
kind-psychotherapy = psychotherapy
kind-psycho-education = psycho-education
kind-skills = skills training
kind-expressive-therapy = arts and movement therapy
kind-recovery = recovery
kind-system = family and system therapy
kind-other = other group
format-open = open group
format-closed = closed group
format-phased = entry at fixed moments
attendance-present = present
attendance-absent-with-notice = absent with notice
attendance-absent-ill = ill
attendance-absent-holiday = holiday
attendance-absent-without-notice = absent without notice
attendance-absent-other = absent, other reason
attendance-absent = absent:
attendance-short-present = present
attendance-short-absent-with-notice = with notice
attendance-short-absent-ill = ill
attendance-short-absent-holiday = holiday
attendance-short-absent-without-notice = without notice
attendance-short-absent-other = other
end-completed = completed as planned
end-agreed-early = finished early, agreed together
end-dropout = stayed away
end-moved = to another group or treatment
licence-a = wording may be used and passed on
licence-b = free by hearsay; terms not read yet
licence-c = separate pack with its own terms
licence-d = scoring only; wording under your own licence

## Login

login-title = Log in
login-intro = For therapists, researchers and administrators.
login-email = E-mail address
login-password = Password
login-button = Log in
login-client = Are you a member of a group?
login-client-link = Go to the questions

## Groups

groups-title = Groups
groups-count = { $number ->
    [0] No groups yet
    [one] 1 group that you belong to
   *[other] { $number } groups that you belong to
}
groups-empty-title = You do not belong to a group yet
groups-empty-do = Ask your administrator to add you to a group. It will then appear here.
groups-last = last session { $day }
groups-answered = { $answered } of { $members } answered
groups-session-open = session is open
groups-ended = ended
groups-signals = { $number ->
    [one] 1 point to talk about
   *[other] { $number } points to talk about
}
groups-no-signals = no signals
session-of = Session { $number } of { $planned }
session-number = { $number ->
    [0] Outside the sessions
   *[other] Session { $number }
}
session-none = No session yet

## Group

group-members = { $members ->
    [one] 1 member
   *[other] { $members } members
}
group-start-session = Start session { $number }
start-other-day = The next session of this group is on { $day }, not today.
start-held-today = This group had a session today. Was it closed too soon? Then open it again, on the page of that session.
start-anyway = Start session { $number } today all the same
group-to-session = Go to session { $number }
measures-label = What the group answers
side-label = Beside this picture
live-updated = Updated at { $time }
live-lost-title = No connection.
live-lost = New answers do not arrive by themselves now. Peil keeps trying.
course-improving = { $exceptions ->
    [0] The group is improving
    [one] The group is improving, one member is getting worse
    [2] The group is improving, two members are getting worse
    [3] The group is improving, three members are getting worse
    [4] The group is improving, four members are getting worse
   *[other] The group is improving, { $exceptions } members are getting worse
}
course-unclear = { $exceptions ->
    [0] The group shows no clear change yet
    [one] The group shows no clear change yet, one member is getting worse
    [2] The group shows no clear change yet, two members are getting worse
    [3] The group shows no clear change yet, three members are getting worse
    [4] The group shows no clear change yet, four members are getting worse
   *[other] The group shows no clear change yet, { $exceptions } members are getting worse
}
course-worsening = { $exceptions ->
    [0] The group is getting worse
    [one] The group is getting worse, one member reliably
    [2] The group is getting worse, two members reliably
    [3] The group is getting worse, three members reliably
    [4] The group is getting worse, four members reliably
   *[other] The group is getting worse, { $exceptions } members reliably
}
course-shown = The course of the group so far
course-described = How the members rate the sessions
course-too-few = Too few measurements for a line
chart-scale = { $measure }, up is better.
chart-change-better = Members: on average { $points } points better than at their start (95 %: { $low } to { $high }).
chart-change-worse = Members: on average { $points } points worse than at their start (95 %: { $low } to { $high }).
chart-change-same = Members: on average no clear change since their start (95 %: { $low } to { $high } points better).
chart-key = Line: model for each member; dot: measured; no dot: not answered.
chart-download = download
chart-table = The numbers as a table
chart-table-caption = Measured scores per session, as the questionnaire counts them
chart-group-mean = group (model)
chart-no-score = no score
chart-none-title = No picture yet
chart-none = The course of the group appears here after the first questionnaire. Start a session and let the members answer.
column-member = Member
column-course = Course
column-start-now = Start → now
column-start-end = Start → end
column-change = Change
column-answered = Answered per session
column-left = Left
members-title = Members
members-what = Better or worse since the start, in points; needed: more than measurement error; cut-off: the clinical one.
members-none = There are no members yet.
member-answered = { $answered } of { $sessions }
member-absent = absent { $number } ×
category-recovered = recovered
category-improved = reliably better
category-unchanged = no reliable difference
category-deteriorated = reliably worse
category-none = no verdict
points-better = { $points } better
points-worse = { $points } worse
points-same = no change
points-needed = needed { $points }
clinical-cutoff = cut-off { $points }
not-judged-too-few = fewer than two measurements
not-judged-unverified = reliability not verified
cell-answered = answered
cell-not-answered = present, not answered
cell-absent = absent
cell-absent-with-notice = absent with notice
cell-absent-ill = ill
cell-absent-holiday = holiday
cell-absent-without-notice = absent without notice
cell-absent-other = absent, other reason
cell-unknown = attendance not noted
cell-not-member = not a member yet
mark-answered = ■
mark-not-answered = □
mark-absent-with-notice = N
mark-absent-ill = I
mark-absent-holiday = H
mark-absent-without-notice = –
mark-absent-other = O
mark-unknown = ?
mark-not-member = ·
attendance-per-session = Who came and who answered, per session
former-title = { $number ->
    [one] 1 former member
   *[other] { $number } former members
}
former-after = after session { $number }

## Signals

signals-title = To talk about
signals-none = No signals. That does not mean that all is well with everybody: ask.
signals-off = Signals are switched off for this organisation.
signals-caution = A signal is a reason to talk, not a diagnosis.
signal-rule = { $session ->
    [0] Outside the sessions · rule { $rule }, version { $version }
   *[other] Session { $session } · rule { $rule }, version { $version }
}
signal-safety-title = { $name }: talk about it
signal-safety = The answer to question { $item } of { $instrument } asks for a talk on the same day. It does not say how great the danger is.
signal-asked = From what was filled in on { $instrument }. The answer or the score stands in the alert.
signal-safety-open-title = { $name }: ask about it
signal-safety-open = Question { $item } of { $instrument } was left open. An open answer is not a no.
sig-title-det = { $name } is getting worse
sig-title-off = { $name } lags behind the expected course
sig-title-off-amber = { $name } is slightly below the expected course
sig-title-off-p = { $name } is on the way to an unfavourable outcome
sig-title-stag = { $name } is standing still
sig-title-stag-p = { $name }: improvement in time is becoming unlikely
sig-title-rel = { $name } is falling back
sig-title-rec = { $name }: time to look back
sig-title-miss = { $name } fills in nothing
sig-title-drop = { $name } may be about to leave
sig-title-g-stall = The group as a whole stands still
sig-title-g-rupt = The session got ratings that are much lower than usual
sig-title-g-split = The group rates the session more and more differently
sig-title-g-out = { $name } rates the session lower than the others
sig-det = The score is { $points } points worse than at the start at { $times ->
    [1] one measurement
   *[other] { $times } measurements in a row
}; from { $limit } points on that is more than measurement error.
sig-off-red = The score is { $now } where about { $expected } could be expected; it lies beyond the limit of { $limit }, as about 1 in 10 measurements of such clients does.
sig-off-amber = The score is { $now } where about { $expected } could be expected; it lies beyond the first limit ({ $limit }), as about 1 in 6 measurements of such clients do, and not beyond the second.
sig-off-p = Going by all scores so far, { $weeks ->
    [0] the level now
   *[other] the level to be expected in { $weeks } weeks
} is { $own }; for clients with this start it is { $expected }, and of 100 such clients { $better } are expected to fare better.
sig-stag = After { $attended } sessions attended the score is { $way ->
    [better] { $points } { $form ->
        [one] point
       *[other] points
    } better than at the start, less than the { $limit } points that exceed measurement error
    [same] the same as at the start
    [worse] { $points } { $form ->
        [one] point
       *[other] points
    } worse than at the start
   *[lost] { $points } points worse than at the start, which is decline rather than standing still
}, and the last measurements brought almost no improvement.
sig-stag-p = By what was measured so far the chance is { $percent } in 100 of a score at the planned end that is { $points } points or more better than at the start.
sig-below-one = less than 1
sig-rel = The score was { $best } at its best and is { $now } now: { $points } points lost, where { $limit } points or more are a reason to ask, though a best score is luck as well.
sig-rec = The score lies on the healthy side of { $cutoff } at { $times } measurements in a row and is reliably better than at the start.
sig-miss = Nothing was filled in at { $times } sessions in a row that were attended.
sig-mark-absences = Absent { $absences } times without a word in the last sessions.
sig-mark-session-score = The last session was rated much lower than the one before.
sig-mark-session-score-numbers = The last session was rated much lower than the one before: { $now }, and the one before { $before }.
sig-mark-silence = Came several times without filling in anything.
sig-drop-model = Of 100 clients with such a course about { $next } leave on their own at the next session (between { $next-lower } and { $next-upper }){ $sessions ->
    [one] .
   *[other] , and about { $percent } within { $sessions } sessions (between { $lower } and { $upper }).
}
sig-g-stall = Over the last { $window } measured sessions it is not certain that the group still improves (between { $lower } and { $upper } points a week, with { $percent } % confidence), and of the members in the clinical range ({ $clinical }) { $stuck ->
    [one] 1 stands still or lags behind
   *[other] { $stuck } stand still or lag behind
}.
sig-g-rupt-mean = The mean rating of the session is { $mean }, where this group is usually about { $usual }.
sig-g-rupt-members = { $fallen } members rate this session much lower than their last one, and the mean rating is { $mean }, where this group is usually about { $usual }.
sig-g-rupt-members-first = { $fallen } members rate this session much lower than their last one, and the mean rating is { $mean }; what is usual here is not known yet.
sig-g-split = The ratings of the session lie { $ratio } times as far apart as is usual in this group.
sig-g-out = The rating of the session is { $score } while the others are about { $others }; it was so at { $times } of the last sessions.
sig-risk = The answer to question { $question } of { $instrument } asks for a talk on the same day. It does not say how great the danger is.
sig-rate-own = Of the { $said } times that this signal was given here, it was right { $right } times (95 % interval: { $lower } to { $upper } of 100).
sig-usual-stays = For comparison, from simulated groups: of all clients, with or without a signal, it is so for { $base } of 100.
sig-usual-leaving = For comparison, from simulated groups: with or without a signal, a client left within four sessions at { $base } of 100 sessions.
sig-usual-sessions = For comparison, from simulated groups: of all sessions, with or without a signal, it was so { $base } times in 100.
sig-rate-simulated = In simulated groups this signal was right for { $right } of 100 clients whom it named; of all clients it is so for { $base } of 100.
sig-rate-leaving = In simulated groups the client left within four sessions after { $right } of 100 sessions with this signal; of all sessions at such a moment it was so for { $base } of 100.
sig-rate-sessions = In simulated groups this signal was right at { $right } of 100 sessions at which it stood; of all sessions at such a moment it was so for { $base } of 100.
sig-rate-outsiders = In simulated groups the member truly stood outside the group at { $right } of 100 sessions with this signal, and at { $base } of 100 of all sessions of members: it is an observation, and most members whom it names always rate lower than the others.
sig-rate-model = In simulated groups the client left within four sessions after { $right } of 100 sessions with this signal; of all sessions of clients it was so for { $base } of 100.
sig-rate-amber = In simulated groups { $right } of 100 clients who were amber and not yet red were reliably worse at the end than at the start, and of all clients { $base } of 100: amber by itself says little.
sig-rate-not-here = Fewer than { $needed } have been judged here; from then on the own rate stands here.
sig-rate-unknown = How often this signal is right is not known yet.
sig-rate-own-settings = How often the signal is right with these settings is not known yet: this rule was set differently from how it comes.
sig-rate-fact = This signal foretells nothing: it is a reason to ask.

signal-open = Open the signal
signals-quiet = { $number } more to know or to keep an eye on
signal-page-note-who = Your colleagues read this with the signal too. Write no names.
signals-purpose-link = What signals are for, and how often they are right
standing-discussed = discussed
tone-good = good to know
tone-plain = worth knowing
tone-warn = to keep an eye on
tone-bad = to talk about at the next occasion
signal-page-what = What the rule sees
signal-page-rule = Rule { $rule }, version { $version }; module Signals { $module }.
signal-page-model = Model: { $model }.
signal-page-course-own = Expected course: from own stays, computed on { $day }.
signal-page-course-file = Expected course: from a file, read on { $day }.
signal-page-leaving-own = Model of leaving: from own stays, computed on { $day }.
signal-page-leaving-file = Model of leaving: from a file, read on { $day }.
signal-page-renewed = Since { $time } this signal asks for more attention than before. What was done earlier was about the milder state.
signal-page-ceased = The rule has been silent since { $time }.
signal-page-outcome = What became of it
signal-page-outcome-later = Not known yet. It will be judged when the stay of { $name } has ended.
signal-page-outcome-true = It came true.
signal-page-outcome-false = It did not come true.
signal-page-outcome-since = This is counted from session { $session }, at which the signal first stood at this level and on these grounds.
signal-page-outcome-unknown = Nobody can know whether it came true: after this signal there was nothing left to hold it against.
signal-page-outcome-group = Whether this signal is right will never be known here: Peil does not measure what truly happens in a group. How often it is right was measured in simulated groups only.
signal-page-discuss-title = Discussed
signal-page-discuss-note = What was discussed or decided? (may stay empty)
signal-page-discuss = Note that it was discussed
signal-page-close-title = Done
signal-page-close-note = A closed signal leaves the list of the group. It is kept, and comes back when the rule asks for more attention.
signal-page-close = Close the signal

## What the signals are for

purpose-title = What signals are for
purpose-lead = Signals help therapists to see in time who, or which group, needs a talk: who is getting worse, lags behind, stands still, falls silent or may leave. A signal is a reason to talk. Therapist and client decide what it means.
purpose-version = Module Signals, version { $version }. The module stands apart from collecting and showing scores.
purpose-for-title = For whom
purpose-for-who = For therapists who lead a group, and for those who lead their team. Clients are shown no signals.
purpose-for-groups = For groups of adults who measure with the same questionnaire at their sessions. The longer they measure, the more rules have something to say.
purpose-for-not = Not for somebody in a crisis, not to choose who is given a treatment, and not for a single measurement: a signal is about a course. With children, and in treatments without a group, the module was not examined.
purpose-not-title = What signals are not
purpose-not-ce = No medical device with a CE mark. Whoever uses the module in care weighs whether that is allowed.
purpose-not-diagnosis = No diagnosis and no advice on treatment.
purpose-not-decide = No decision: a signal closes, books, changes and sends nothing.
purpose-not-judge = No judgement of a therapist, and not meant for purchasing or accounts.
purpose-not-alarm = No guard: no signal does not mean that all is well with everybody.
purpose-not-outcome = No promise that clients fare better. Research into feedback in groups gives no single answer: Slone et al. (2015, doi:10.1037/gdn0000026) found a better outcome, Burlingame et al. (2018) in part of the comparisons only, and Koementas et al. (2018, PubMed 29863395) no difference in outcome. Peil promises better information, not a better outcome.
purpose-switch = An organisation can switch the module off. Then nothing is computed and nothing shown; what was stored is kept.
purpose-rules-title = The rules
purpose-rules-note = Of each signal the rule, its version, the numbers and the limit are kept. How often a rule is right was measured in simulated groups whose outcome is known: closed groups that measure every week with a questionnaire of 0 to 27 points. In other groups and with other questionnaires it may differ.
purpose-rule = Rule { $rule }, version { $version }
purpose-ours = a proposal of Peil, not from the literature
purpose-somebody = Somebody
purpose-det = The score is reliably worse than at the start (Jacobson and Truax 1991). After { $times } measurements in a row the signal asks for more attention.
purpose-off = From measurement { $from } on the score lies outside the limit that holds 80 % (red) or 68 % (amber) of clients with the same start (after Finch, Lambert and Schaalje 2001). Without an expected course the rule is silent.
purpose-off-p = By all scores of the client together, weighed by the expected course, { $watch } of 100 clients with the same start are expected to fare better in { $weeks } weeks; from { $attention } of 100 on the signal asks for more attention. Without an expected course the rule is silent.
purpose-off-p-watch = That deterioration is seen early rests on the milder state of this rule: in simulated groups DET, OFF and OFF-P together had named about 79 of 100 clients who ended worse by the fourth session, and without OFF-P about 68. In return, the milder state is mostly wrong.
purpose-stag = After { $attended } sessions attended and { $scores } scores there is no reliable improvement, the score is still in the clinical range, and the last { $recent } scores brought almost no improvement.
purpose-stag-p = The chance of a reliable improvement by the planned end is below { $percent } in 100, given the client's own course.
purpose-rel = A reliable improvement that held for { $held } measurements was lost again.
purpose-rec = The client has been recovered at { $held } measurements in a row.
purpose-miss = At { $times } attended sessions in a row the questionnaire was not completed.
purpose-drop = As soon as enough stays have ended: by a model the chance of leaving within four sessions is { $percent } in 100 or more. Until then, and where the model lacks something: absent { $absences } times without a word in the last { $window } sessions, a much lower rating of the session, or present { $silence } times without filling in anything. From the planned end of a stay on the rule is silent.
purpose-g-stall = Over the last { $window } measured sessions no progress of the group is seen with { $percent } % certainty, and at least half of the members in the clinical range stand still or lag behind. Told as long as the members have been there for at most { $until } measured sessions on average (sessions with a score on this scale): in simulated groups that are measured every week, most groups stand still by this measure later on, named or not. A group that comes to a standstill later is hardly ever named. The signal is right when the members of the group truly hardly improved over the last four sessions: on average so little that even 24 sessions at that pace give no reliable improvement.
purpose-g-rupt = The mean rating of the session lies { $deviations } standard deviation or more below that of earlier sessions, or at least { $members } members rate one session much lower.
purpose-g-split = The ratings of the session lie more than { $ratio } times as far apart as usual (measured as variance), { $times } sessions in a row.
purpose-g-out = One member's rating lies { $deviations } standard deviation or more below the others' in { $times } of the last { $window } sessions. For those who lead the group only.
purpose-two-rates = By what stands out: { $marks } By the model: { $model }
purpose-risk-title = Somebody's answer asks for a talk
purpose-risk = The answer to a question about safety, such as question 9 of the PHQ-9, is so high that a talk is needed the same day; which answer that is stands in the questionnaire. It is told as soon as the answer is saved, also when the form is not sent. This is no prediction: the answer is there, and how often it means danger was not measured. It stays when the module is switched off.
purpose-risk-rule = Rule RISK: the limit belongs to the questionnaire and has its version
truth-worse = The signal is right when the score at the end of the stay is reliably worse than the first one.
truth-not-better = The signal is right when the score at the end of the stay is not reliably better than the first one.
truth-relapse = The signal is right when the score was reliably better than the first one, and at the end of the stay is worse than the best one by as much.
truth-recovered = The signal is right when the score at the end of the stay is reliably better than the first one, and on the healthy side of the clinical cut-off.
truth-rupture = The signal is right when something truly broke between the members at that session, or at most two sessions before.
truth-split = The signal is right when the group truly fell apart at that session or before.
truth-leaves = The signal is right when the client leaves on their own initiative within the next four sessions.
purpose-false-title = How often the rule DET errs
purpose-false-what = Whoever measures often errs more often. Of 100 clients in whom nothing changes the rule speaks, by measurement error alone, of:
purpose-false-looks = Measurements after the start
purpose-false-once = at least once
purpose-false-confirmed = twice in a row
purpose-changes-title = What has changed
purpose-change-1-2 = 1.2: DROP (version 2) no longer speaks of a stay that has reached its planned end; its model knows no score before it was given, also looks at motivation and expectation (questionnaire peil-start) and foretells the sessions after the next one by a model of their own. G-STALL (version 2) speaks of groups in their first measured sessions only.
purpose-change-1-1 = 1.1: OFF-P is new. What leads to leaving is judged by the next four sessions, a group that stalls by groups of the same age. G-OUT (version 2) is an observation and asks for no attention.
purpose-change-1-0 = 1.0: all rules above; a signal runs from the session at which a rule begins to speak to the one at which it falls silent. DET (version 2) asks for more attention once confirmed.
purpose-change-0 = Before 1.0: only DET, version 1.

## How often signals are right here

performance-title = How often signals are right here
performance-lead = What became of stays that have ended, and what the signals said of them. In per cent, followed by the 95 % interval and the numbers. Where a number rests on fewer than ten, only the interval says anything.
performance-few = { $stays } stays were followed here from beginning to end and have ended. Below { $needed } the numbers say almost nothing.
performance-stays = { $stays } stays were followed from beginning to end and have ended.
performance-sensitivity = Of those for whom it was true: seen by the signal
performance-specificity = Of the others: no signal
performance-ppv = Of those who had a signal: true
performance-base = Of all at such a moment, with or without a signal: true
performance-false = False signals per 100 sessions of those others (one that stands on counts once)
performance-n = Judged on { $stays } stays
performance-n-sessions = Judged on { $stays } sessions of clients, by whether the client left within the next four
performance-amber = amber
performance-red = red
performance-marks = by what stands out: absence, a low rating, silence
performance-model = by the model
purpose-own-settings = Your organisation has set some numbers of these rules differently. Below are the numbers in force with you. How often a rule is right in simulated groups was measured with the usual numbers. It is told only of the rules that you have not set differently.
performance-note = A stay counts when the signals were computed after each of its sessions. What a rule says at the last measurement is no prediction. Beside a signal itself stands how often it was right each time that it was given, also in stays that were not followed throughout; so that number may differ. The intervals allow for members of a group being alike. These numbers are about the rules, not about therapists.
performance-before = { $signals ->
    [one] Of 1 older signal
   *[other] Of { $signals } older signals
} only the last state was kept: how much attention it asked when it began, and what it rested on, was not written down. So it does not count where a rule is told apart (red and amber; what stands out and the model), nor in how often it was right beside a signal itself.
performance-link = How often signals are right here

## Who leaves

leaving-title = Who leaves, and when
leaving-lead = How stays in this organisation end, by kind of group. Leaving means: going on one's own before the planned end, or staying away three times in a row without a word and not coming back for four weeks.
leaving-link = Who leaves, and when
leaving-none = There are no stays to describe yet.
leaving-few = { $ended ->
    [one] 1 stay has ended
   *[other] { $ended } stays have ended
}. Below { $needed } a line says nothing; only the numbers are shown.
leaving-title-of-kind = Of 100 clients about { $percent } leave (between { $lower } and { $upper }) in { $sessions } sessions.
leaving-nobody = Of the { $ended } stays that ended nobody dropped out. With so few stays that does not rule out that up to { $upper } in 100 do.
leaving-everybody = Of these stays none is left after { $sessions } sessions: all dropped out. They are too few to say how it goes with others.
leaving-key = Each staircase is the part of the { $stays } stays that had ended in that way after so many sessions, estimated: a stay that still runs counts up to where it is now. The band around the staircase of leaving is the 95 % interval. The small numbers at the bottom are the stays that lasted at least so long. The staircases go no further than where { $fewest } stays still lasted so long.
leaving-axis = % of clients
leaving-at-risk = stays
leaving-way-dropout = left
leaving-way-planned = to the end
leaving-way-agreed = done earlier
leaving-way-other = otherwise
leaving-count-dropout = Left
leaving-count-planned = To the planned end
leaving-count-agreed = Done earlier, as agreed
leaving-count-other = Otherwise (moved, group stopped)
leaving-count-running = Still running
leaving-table-caption = Ended after so many sessions, in per cent, with the 95 % interval
leaving-still-there = not left
leaving-still-there-note = The last column is the part that would not have left if a stay could end by leaving only (Kaplan and Meier); so a row does not add up to 100. At 0 and 100 there is no interval.
leaving-model-title = What the signal about leaving rests on
leaving-model = The signal DROP uses a model that has learnt from { $ended } stays that have ended. In { $dropouts } of them the client left. It was computed on { $day } and is renewed at most once a day.
leaving-no-model = There is no model yet: it needs { $ended-needed } stays that have ended, and { $dropouts-needed } clients who left. At the last count there were { $ended } and { $dropouts }. Until then the signal DROP looks at absence, a much lower rating and silence.
leaving-failed = There are stays enough for a model ({ $ended } have ended, { $dropouts } clients left), but computing it failed. Peil tries again every day. If this stays here, ask your administrator to look at the log of the service. Until then the signal DROP looks at absence, a much lower rating and silence.
leaving-not-yet = There are stays enough for a model ({ $ended } have ended, { $dropouts } clients left). It has not been computed yet; that happens after the next answer or the next session. Until then the signal DROP looks at absence, a much lower rating and silence.
leaving-model-note = Leaving is hard to foretell. Even the best published models see only about 63 of 100 coming.
leaving-known = The model looks at the start score, motivation and expectation before the group (where they were asked), who came, the rating of the session, the distance from the expected course, the absence of the others, the size of the group and the group itself.
leaving-unknown = Age and earlier treatments are not in the model: Peil does not keep them.
leaving-fixed = What leaving is (staying away { $absences } times in a row without a word and not coming back for { $weeks } weeks, or going on one's own) and how much a model needs ({ $ended } stays that have ended, { $dropouts } of them by leaving) are fixed. An organisation cannot set them otherwise.
leaving-trial-title = How well such a model foretold here
leaving-trial-how = Tried on your own stays, forward in time: a model learnt from what was known then (at first { $ended } stays that had ended) and foretold what came later. Only the expected course was that of now. The model in use now has learnt from everything.
leaving-trial-named = At { $named ->
    [one] 1 session
   *[other] { $named } sessions
} of clients the chance of leaving within four sessions was { $percent } in 100 or more by the model. Of these sessions the client did leave at { $left } of 100 (95 % interval { $lower } to { $upper }); of all sessions that was { $all } of 100.
leaving-trial-named-none = At no session was the chance of leaving within four sessions { $percent } in 100 or more by the model: it would have given no signal.
leaving-trial-limit = This was tried with a limit of { $then } in 100. Since then your organisation has set it to { $now } in 100: what the signal is worth at that limit is told when the model has been renewed.
leaving-trial-next-only = Nothing can be said yet about { $sessions } sessions ahead. The sentences below are about the next session.
leaving-trial-auc = Take a session after which a client left, and one after which the client stayed (it may be the same client): in { $right } of 100 such pairs the first had the higher chance (between { $lower } and { $upper }). Guessing gets 50.
leaving-trial-slope-right = The chances were not clearly too far apart or too close together: the slope is { $slope } (between { $lower } and { $upper }), and 1 is exactly right.
leaving-trial-slope-extreme = The chances were too far apart: between high and low chances the difference turned out smaller than told. The slope is { $slope } (between { $lower } and { $upper }), and 1 is exactly right.
leaving-trial-slope-flat = The chances were too close together: between high and low chances the difference turned out larger than told. The slope is { $slope } (between { $lower } and { $upper }), and 1 is exactly right.
leaving-trial-in-all = In all, { $left } left for every 100 whom the chances foretold. Well above 100, high and low chances alike were too low; well below 100, they were too high.
leaving-trial-brier-better = The chances of the model were better than giving everybody the same chance: Brier's score is { $brier } (between { $lower } and { $upper }) against { $share }, and lower is better.
leaving-trial-brier-unclear = The chances of the model were not clearly better than giving everybody the same chance: Brier's score is { $brier } (between { $lower } and { $upper }) against { $share }, and lower is better. So do not make much of this signal.
leaving-trial-brier-worse = The chances of the model were worse than giving everybody the same chance: Brier's score is { $brier } (between { $lower } and { $upper }) against { $share }, and lower is better. So do not go by this signal.
leaving-trial-uncertain = This rests on { $dropouts } clients who left. Below { $needed } such numbers are uncertain: look at the intervals.
leaving-trial-few = Whether the model is right here cannot be said yet. For that { $ended } stays must have ended first, { $dropouts } of them by leaving, and after that enough clients must have left ({ $fewest } or more) to hold what was foretold against. Until then it is only known how often such a model was right in simulated groups.
leaving-trial-failed = Whether the model is right here is not known: trying it failed. Peil tries again when another stay has ended.
leaving-trial-later = Whether the model is right here was not tried yet. That happens when the model is renewed.
leaving-trial-numbers = All numbers of this trial
leaving-trial-caption = The trial forward in time, with 95 % intervals that allow for groups
leaving-trial-what = What
leaving-trial-next = Next session
leaving-trial-within = Within { $sessions } sessions
leaving-trial-row-forecasts = Forecasts
leaving-trial-row-dropouts = Of these, left
leaving-trial-row-observed = Left for 100 expected
leaving-trial-row-auc = AUC (guessing is 0.5)
leaving-trial-row-brier = Brier (lower is better)
leaving-trial-row-brier-share = Brier of equal chances
leaving-trial-row-slope = Slope (1 is right)
leaving-trial-row-intercept = Intercept (0 is right)
leaving-trial-interval = { $estimate } ({ $lower } to { $upper })
leaving-trial-tenths = What the model foretold and what happened, in per cent, from the lowest to the highest chance ({ $of })
leaving-trial-probability = Chance by the model
leaving-trial-mean = Mean
leaving-trial-left = Left (95 % interval)
leaving-trial-counts = Numbers
leaving-trial-range = { $lowest } to { $highest }
leaving-note = The intervals treat clients as independent. Members of a group are alike, so the real uncertainty is larger. These numbers are about groups, not about therapists.

## Alerts: answers that somebody must read soon

nav-alerts = Alerts
alerts-unseen = not seen yet
alerts-title = Alerts
alerts-sub = Answers and scores that you must ask about. You see the answer or the score itself when you open an alert. That you saw it is written beside it.
alerts-label = Which alerts
alerts-open = Open
alerts-closed = Closed
alerts-none = No alert is waiting for you. That does not mean that everybody is well: ask.
alerts-none-closed = No alert was closed yet.
alerts-no-alarm = Peil does not call, mail or beep. An alert stands on the page Alerts until somebody closes it. Agree on who looks when.
alert-finished = form sent
alert-abandoned = form not finished
alert-renewed = Got worse at { $time }.
alert-renewed-what = What was done before that does not count for the new answer.
alert-escalated = Also with those on duty since { $time }: { $why }.
alert-by = { $name }, { $time }
level-safety = safety
level-attention = attention
standing-raised = not seen yet
standing-seen = seen
standing-acted = acted on
standing-closed = closed
escalated-value = the answer calls for it
escalated-worse = the answer is worse than before
escalated-no-reader = nobody leads this group
escalated-unseen = nobody saw the alert in time
alert-item = { $instrument }, question { $item }
alert-no-wording = The wording of this question is not in Peil. Take the form at hand.
alert-answer = Answer
alert-answer-none = left open
alert-changed = Later changed to
alert-taken-back = nothing: the answer was taken back
alert-late-form = In the questionnaire as sent
alert-late = This answer came after the questionnaire was sent, for instance from a second tablet. Nothing changed in the questionnaire.
alert-previous = The time before
alert-caution = The answer is a reason to talk. It does not say how great the danger is, and a lower answer does not say that it is safe.
alert-caution-score = A score is a reason to ask. It does not say why somebody answered that way.
alert-act-title = What did you do?
alert-act-note = What you did and what was agreed
alert-note-who = Your colleagues who see this alert read this too. Write no names.
alert-act = I have acted
alert-close-title = Close the alert
alert-close-note = Remark (may stay empty)
alert-close-why = Why nothing was needed
alert-close = Close the alert
alert-steps = What was done
alert-raised = came in
signal-alert-open = Open the alert
signal-alert-escalated = also with those on duty

## Administration of alerts

admin-alerts = Who reads alerts
duty-title = Who reads alerts
duty-sub = And who reads an alert when nobody looks in time? You see no alerts and no answers here.
duty-no-alarm-title = Peil raises no alarm itself.
duty-who = Who is on duty
duty-who-what = Whoever is on duty sees alerts that are serious, get worse, or are left lying too long. Of other groups this person sees nothing else.
duty-nobody = Nobody is on duty. Questionnaires with a safety question cannot be used now.
duty-since = since { $time }
duty-end = Take off
duty-add = Therapist or team lead
duty-begin = Put on duty
duty-time = Within which time must somebody look
duty-time-what = When nobody sees a safety alert within this time, it goes to those on duty as well.
duty-no-time = This time was not chosen yet. Questionnaires with a safety question cannot be used now.
duty-minutes = Minutes (5 to 10080)
duty-save = Save
duty-needs = Questionnaires with a safety question
duty-needs-what = A group can use these only when somebody leads it, somebody is on duty and the time is chosen.
duty-planned = in use
duty-not-planned = not in use
duty-help = What every client reads on the tablet
duty-help-what = Before the questions and at the end, the same for everybody.
help-numbers-checked = The numbers were taken from public sources and nobody has dialled them yet. Dial them yourself before you use Peil in care.

## Last session and model

last-title = Last session
last-open-title = Session { $number } is open
last-when = Session { $number }, { $day }
last-came = Present
last-answered = Answered
last-scale = Session scale
last-one = Session scale, 1 answer
last-mean = Session scale, mean of { $answers }
last-mean-none = no answers yet
model-title = About this picture
model-what = The lines come from a model that knows that measurements belong to a client and clients to a group. It uses all groups of the organisation.
model-none = There are too few measurements for a model.
model-scores = Measurements
model-clients = Clients
model-groups = Groups
model-design-effect = design effect { $effect }
model-fitted = Computed { $time }.
few-fixed = Fewer than 5 groups: Peil says nothing about differences between groups.
few-few = Fewer than 10 groups: the margin is in truth wider than drawn.

## Session

session-close = Close the session
session-code-title = Code for the tablet
session-code-how = Point the tablet's camera at the square, or go to
session-code-until = Valid until { $time }
session-qr = The address of this session as a QR code
code-only = Show the code only
code-title = Code for this session
code-none = There is no code now. Ask the therapist.
code-foot = For the therapist
session-expired-title = The code has expired
session-expired = The session is still open. With a new code, members can start again.
session-new-code = Make a new code
session-closed-title = The session is closed
session-reopen = Open the session again
session-closed = The tablet lets nobody in any more. You can still change the attendance.
attendance-title = Attendance
attendance-what = Who was there? If somebody was absent, choose how: with notice, ill, holiday, without notice or other.
attendance-save = Save the attendance
answered-title = Answered
answered-of = of { $total } sent
answered-note = You see who is done, not what somebody answered.
answer-done = sent
answer-before-sent = sent before the session
answer-after-sent = sent after the session, not before
answer-started = busy
answer-not-yet = not yet
answer-away = absent
codes-title = Personal codes
codes-what = Has a member lost the personal code? Make a new one. You see it once.
codes-new = New code
client-code-title = New code
client-code-for = New code for { $name }
client-code-once = Give this code to { $name }. You see the code only now.
client-code-old = The old code no longer works.
client-code-back = Back to the session

## Research

research-title = Research
research-label = pseudonymised
research-label-what = Not anonymous: treat this file as personal data.
research-choose = Choose a measure
research-instrument = Questionnaire and scale
research-show = Show
research-empty = There are no measurements to share yet.
research-nothing = There is nothing to download: no client with consent has measurements.
research-estimates = Estimates for { $name }
research-estimates-what = Computed from exactly the rows of the file. This call in R reads the file and should give the same numbers.
research-fixed = Fixed effects
research-variances = Variance parts
research-term = Term
research-estimate = Estimate
research-error = Standard error
research-interval = 95 % interval
research-low-high = { $low } to { $high }
research-level = Level
research-variance = Variance
research-deviation = Standard deviation
research-correlation = Correlation
research-criterion = { $criterion }, −2 log L = { $deviance }.
research-download-title = File
research-download = Download the file
research-left-out = Left out without consent
research-holds-title = What it holds
research-holds-rows = One row per measurement: sessions in clients in groups.
research-holds-pseudonyms = Pseudonyms that differ from file to file.
research-holds-weeks = Weeks since the start instead of dates.
research-holds-not = No names, no free text.
research-holds-codebook = A codebook that explains every column.
research-duty = Every download is in the log. Only clients who consented to research are in the file.

## Administration

admin-title = Administration
admin-sub = You set the organisation up. You see no answers of clients here.
admin-audit = Log
audit-intact = the chain is intact
audit-intact-what = { $entries } entries, checked { $time }.
audit-broken = the chain is broken
audit-broken-what = Entry { $sequence } does not fit the entry before it. Somebody changed the log outside Peil. Keep a copy and report this.
audit-not-verified = not checked yet
audit-not-verified-what = The check runs by itself; look again later.
admin-instruments = Questionnaires
admin-instruments-what = The wording of a version never changes. Compare a wording once with the publisher's file before the questionnaire is used in care.
wording-confirmed = wording is right
wording-by = compared by { $name }, { $day }
wording-unconfirmed = wording to be compared
wording-compare = Compare the wording
wording-compare-how = Put the publisher's file beside it. Every word must be the same.
wording-compared = I compared every line and the wording is the same.
wording-confirm = Confirm the wording
instrument-own = your organisation's own
instrument-draft = draft: not in use
wording-absent = Without wording: scores only.
left-out-changed = The stored content is no longer what you added.
left-out-refused = This version of Peil cannot read the file.
left-out-what = Peil asks nobody this questionnaire and shows no scores of it. The answers are kept. Ask whoever runs the system to look in the log of the service.
admin-accounts = Accounts
account-name = Name
account-role = Role
account-team = Team
account-state = State

## Problems

message-reference = Number of this event: { $reference }
message-back = Continue
problem-wrong-code-title = We do not know this code
problem-wrong-code-what = The code belongs to no session.
problem-wrong-code-do = Look at the code again and try once more.
problem-expired-code-title = This code has expired
problem-expired-code-what = The session is closed or the code is too old.
problem-expired-code-do = Ask the therapist for a new code.
problem-wrong-client-code-title = The personal code is not right
problem-wrong-client-code-what = The code does not belong to the name you chose.
problem-wrong-client-code-do = Try once more. Lost your code? Ask the therapist for a new one.
problem-wrong-login-title = Logging in did not work
problem-wrong-login-what = The e-mail address and the password do not belong together.
problem-wrong-login-do = Check the e-mail address and the password and try once more.
problem-too-many-attempts-title = Too many attempts
problem-too-many-attempts-what = There is a pause now, to prevent guessing.
problem-too-many-attempts-do = Wait a few minutes and then try again.
problem-unknown-instrument-version-title = This version of the questions is unknown
problem-unknown-instrument-version-what = The questions on this screen are not the ones that the session uses.
problem-unknown-instrument-version-do = Your answers are kept. Ask the therapist for help.
problem-answer-out-of-range-title = This answer does not fit
problem-answer-out-of-range-what = The answer lies outside what the question allows.
problem-answer-out-of-range-do = Go back to the question and choose the answer again.
problem-unknown-item-title = This question is unknown
problem-unknown-item-what = The question does not belong to this questionnaire.
problem-unknown-item-do = Your other answers are kept. Ask the therapist for help.
problem-body-too-large-title = The message is too large
problem-body-too-large-what = The service does not accept a message of this size.
problem-body-too-large-do = Nothing was lost. Try once more.
problem-malformed-body-title = The message cannot be read
problem-malformed-body-what = The message did not have the form that the service expects.
problem-malformed-body-do = Reload the page and try once more.
problem-already-submitted-title = This questionnaire has been sent already
problem-already-submitted-what = The answers have arrived and no longer change.
problem-already-submitted-do = You need not do anything more.
problem-entry-expired-title = The time is over
problem-entry-expired-what = You were away for too long.
problem-entry-expired-do = Choose your name and fill in your personal code again. Your answers are kept.
problem-not-found-title = This is not here
problem-not-found-what = The page does not exist, or is not yours.
problem-not-found-do = Go back and choose again.
problem-forbidden-title = You may not see this
problem-forbidden-what = This page does not belong to your role or to your groups.
problem-forbidden-do = Is that not right? Ask your administrator.
problem-not-logged-in-title = You are not logged in
problem-not-logged-in-what = You have not logged in yet, or you were away for too long.
problem-not-logged-in-do = Log in and continue.
problem-csrf-title = The page was out of date
problem-csrf-what = The form did not belong to this session. Nothing was changed.
problem-csrf-do = Go back, reload the page and try once more.
problem-session-is-open-title = A session is open already
problem-session-is-open-what = This group has a session that is not closed yet.
problem-session-is-open-do = Go to the group and close that session first.
problem-session-is-closed-title = The session is closed
problem-session-is-closed-what = The session was closed already.
problem-session-is-closed-do = Open the page of the session again.
problem-session-not-reopened-title = This session cannot be opened again
problem-session-not-reopened-what = A session can be opened again on its own day only, and only the last one of the group.
problem-session-not-reopened-do = Go back to the session. You can still change the attendance and the times.
problem-line-said-too-often-title = The choice about the line was changed too often
problem-line-said-too-often-what = The choice was changed too often in this session. The group does not see the line.
problem-line-said-too-often-do = Leave it so. In the next session you can choose again.
problem-no-plan-title = This group measures nothing yet
problem-no-plan-what = The group has no questionnaires yet.
problem-no-plan-do = Choose on the measurement plan page of the group what the group fills in.
problem-wording-not-confirmed-title = The wording of a questionnaire was not compared yet
problem-wording-not-confirmed-what = Clients only see a wording that somebody compared with that of its maker. That was not done here yet for:
problem-wording-not-confirmed-do = Ask your administrator to compare the wording: under Administration, at Questionnaires. Or take the questionnaire out of the group's measurement plan.
problem-no-lead-title = This group has no lead
problem-no-lead-what = The group uses a questionnaire with a safety question. Nobody would read the alert.
problem-no-lead-do = Ask your administrator to name somebody who leads the group.
problem-nobody-on-duty-title = Nobody is on duty
problem-nobody-on-duty-what = The group uses a questionnaire with a safety question. There is nobody to take over an alert that is left lying.
problem-nobody-on-duty-do = Ask your administrator to put somebody on duty: under Administration, at Who reads alerts.
problem-no-alert-time-title = The time for alerts was not chosen yet
problem-no-alert-time-what = The group uses a questionnaire with a safety question. Peil does not know yet within how many minutes somebody must see an alert.
problem-no-alert-time-do = Ask your administrator to choose that time: under Administration, at Who reads alerts.
problem-last-on-duty-title = This is the last one on duty
problem-last-on-duty-what = A group uses a questionnaire with a safety question. There must always be somebody who takes over an alert.
problem-last-on-duty-do = Put somebody else on duty first. Then take this person off.
problem-alert-not-seen-title = Open this alert first
problem-alert-not-seen-what = Nobody saw this alert as it is now. The client may have given another answer meanwhile.
problem-alert-not-seen-do = Open the alert again and read the answer. Nothing was changed.
problem-alert-is-closed-title = This alert was closed before
problem-alert-is-closed-what = A colleague was quicker.
problem-alert-is-closed-do = You find the alert under Closed.
problem-nothing-done-title = Write down what was done
problem-nothing-done-what = Nobody noted yet what was done about this alert.
problem-nothing-done-do = Go back and write down what you did, or why nothing was needed.
problem-own-note-first-title = Write your own note first
problem-own-note-first-what = The joint note comes after each one's own.
problem-own-note-first-do = Go back to the page for after the session.
problem-agreement-settled-title = This agreement was settled before
problem-agreement-settled-what = A colleague was quicker, and chose otherwise.
problem-agreement-settled-do = Go back and load the page again.
problem-method-not-allowed-title = That is not possible here
problem-method-not-allowed-what = This address does not do what was asked.
problem-method-not-allowed-do = Go back and use the buttons on the page.
problem-nothing-to-show-title = Nothing to see here yet
problem-nothing-to-show-what = There are no scores yet.
problem-nothing-to-show-do = Come back when the first questionnaire was answered.
problem-unavailable-title = Peil cannot be reached for a moment
problem-unavailable-what = The data cannot be read or written now.
problem-unavailable-do = Nothing was lost. Try again in a minute.
problem-internal-title = Something went wrong
problem-internal-what = The fault is in Peil, not in what you did.
problem-internal-do = Try once more. Does it keep going wrong? Tell your administrator.

## About Peil

about-title = About Peil
about-lead = Peil shows how things go in group therapy, with short questions at each session.
about-does-title = What Peil does
about-does-ask = Members answer short questionnaires after a session. Peil counts the scores as the makers of the questionnaire prescribe.
about-does-show = Therapists see the course of their own groups, with its uncertainty.
about-does-groups = The statistics take into account that members sit in a group together.
about-not-title = What Peil is not
about-not-ce = Peil is not a medical device with a CE mark. The part with signals would most likely have to be one before it is used in care.
about-not-diagnosis = A signal is a reason to talk, not a diagnosis and not advice.
about-not-decide = Peil decides nothing, closes nothing and books nothing.
about-not-purchase = Outcomes are not meant for purchasing and not for comparing therapists.
about-not-watch = Nobody watches the answers live.
about-licences = Questionnaires and rights
about-font = Typeface: Inter, under the SIL Open Font License 1.1.
about-version = Version { $version }

## Tablet. The script fills in places such as { "{number}" }.

tablet-no-script = This page needs JavaScript. Ask the therapist for another tablet or for paper.
tablet-language = Language
tablet-smaller = Smaller letters
tablet-larger = Larger letters
tablet-code-title = Welcome
tablet-code-lead = Fill in the code of this session. It is on the therapist's screen.
tablet-code-label = Session code
tablet-code-button = Continue
tablet-code-empty = Fill in the code first.
tablet-name-title = Who are you?
tablet-name-lead = Choose the name that you use in this group.
tablet-name-none = There are no names in this session yet. Ask the therapist for help.
tablet-own-title = Your personal code
tablet-own-lead = You chose { $name }. Fill in your personal code: 4 to 8 digits.
tablet-own-label = Personal code
tablet-own-show = Show the code
tablet-own-hide = Hide the code
tablet-own-empty = Fill in 4 to 8 digits.
tablet-own-not-me = This is not me
tablet-before-title = Before you begin
tablet-before-who = Your therapists read your answers, usually before the next session. Sometimes a colleague on duty reads along. Other members do not see them.
tablet-before-live = Nobody is watching live now.
tablet-before-skip = You may skip a question. You can always go back.
# The numbers are of 113 Suicide Prevention and of the emergency services, taken from the design and not dialled. Whoever
# dials them puts the date into help-numbers-checked.
tablet-before-need = Do you need help now? Tell the therapist. Or call 113 (or 0800-0113, free). In immediate danger: call 112.
tablet-before-button = Begin
tablet-side-title = Is the session still to begin?
tablet-side-lead = There are questions for before the session and questions for after it. You get the ones that fit now.
tablet-side-before = Yes, the session is still to begin
tablet-side-after = No, the session is over
tablet-nothing-title = You are done already
tablet-nothing-lead = There is nothing more to fill in for this session. Thank you.
tablet-question-of = Question { $number } of { $total }
tablet-question = Question { $number }
tablet-back = Back
tablet-next = Next
tablet-skip = Skip
tablet-line-how = Tap the line where it is right for you.
tablet-line-empty = nothing chosen yet
tablet-line-value = at { $number } per cent from { $low }
tablet-line-clear = Clear my answer
tablet-words-left = You can type { $number } more characters.
tablet-words-before = You wrote this last time. You may leave it or change it.
tablet-number-range = A number from { $low } to { $total }.
tablet-check-title = Ready to send?
tablet-check-count = { $title }: { $number } of { $total } answered
tablet-check-skipped = Skipped. You can still answer them:
tablet-check-go = Question { $number } of { $title }
tablet-check-lead = After sending you can no longer change anything.
tablet-check-button = Send
tablet-sending = Sending …
tablet-saving-wait = Not sent yet; it goes by itself.
tablet-waiting-title = Not sent yet
tablet-waiting-lead = There is no connection now. Your answers are safe on this tablet and will be sent by themselves. You need not wait.
tablet-waiting-stuck = Your answers could not be sent. They are safe on this tablet. Please tell the therapist.
tablet-waiting-button = Hand back the tablet
tablet-already-lead = The first version counts. You need not do anything more.
tablet-done-title = Thank you
tablet-done-hand-back = Hand the tablet back to the therapist.
tablet-done-later = There is another questionnaire after the session. Come back then and fill in the same codes again.
tablet-done-waiting = There is still a questionnaire on this tablet that has not been sent. Leave the tablet on; it goes by itself.
tablet-done-trying = This tablet is still sending something. Leave the tablet on; it goes by itself.
tablet-done-next = Next member
tablet-show-title = May the group see your line this session?
tablet-show-what = The screen will show your scores on { $questionnaire }, of every measurement. Your name is not with them. Whoever knows when you were here may recognise your line.
tablet-show-free = The lines come only if everybody who is here says yes. You need not choose anything. No is fine too: the screen does not say who chose what. You can change your choice until the session closes: here, or ask your therapist. Then your yes is over.
tablet-show-no = No
tablet-show-yes = Yes, show my line
tablet-show-save = Save my choice
tablet-show-none = Choose yes or no first. You need not choose anything.
tablet-show-choice = My choice about the line
tablet-show-open = Your questionnaire is not finished yet. Fill in the same codes again to go on.
tablet-show-idle = In a minute the question about your line goes away. What you saved stays so.
tablet-show-is-yes = Saved: the group may see your line this session.
tablet-show-is-no = Saved: the group does not see your line.
tablet-show-closed = The session is closed. The group does not see your line.
tablet-show-often = You changed your choice too often. The group does not see your line this session.
tablet-show-not-saved = This was not saved. Try it again.
tablet-show-unknown = We do not know whether this was saved: there was no reply. The tablet asks again by itself. If this stays here, tell your therapist what you chose.
tablet-show-lost = We do not know what now holds for your line: there was no proper answer. Please tell your therapist what you choose.
tablet-help-title = Help
tablet-help-talk = Is something troubling you? Talk about it with your therapist.
tablet-help-113 = Are you thinking of suicide? Call 113, or 0800-0113 free, day and night. You can chat at 113.nl.
tablet-help-112 = Immediate danger? Call 112.
tablet-idle-title = Are you still there?
tablet-idle-lead = This screen closes in a minute. Your answers are kept.
tablet-idle-button = I am still here
tablet-staff-waiting = There are still questionnaires on this tablet that have not been sent: { $number }. They go by themselves when there is a connection.
tablet-staff-stuck = There are still questionnaires on this tablet with answers that could not be sent: { $number }. Please tell the therapist.
tablet-staff-line = A choice about the group screen has not arrived yet: { $number }. Therapist: show no more lines on your screen until this sentence is gone.
tablet-offline = No connection. Check the network and try once more.
tablet-stop = Stop

## The picture, for those who read it and those who hear it

chart-axis = { $measure }, up is better
chart-session = session
chart-group = group
left-completed = completed
left-agreed-early = done early
left-dropout = stayed away
left-moved = moved on
chart-cut-off = clinical cut-off { $points }
alternative-scores = from { $from } to { $to }
alternative-span = { $scores }, session { $first } to { $last }
alternative-group = The group goes { $span }; now between { $low } and { $high } (95 %).
alternative-member = { $name }: { $span }, answered { $answered } times.
alternative-silent = { $name }: nothing answered.
alternative-left = { $name } left after session { $session }.
alternative-lower-better = A lower score is better.
alternative-higher-better = A higher score is better.

## A group seen otherwise

look-chart = Which chart
look-chart-course = course
look-chart-members = by member
look-chart-change = change
look-chart-climate = climate
look-chart-grid = grid
look-time = Time:
look-time-session = by session
look-time-week = by week
look-value = Value:
look-value-raw = score
look-value-improvement = improvement
look-lines = Lines:
look-lines-model = model
look-lines-observed = observed
chart-week = week
chart-axis-improvement = { $measure }, points of improvement: up is better
chart-zero = as at the start
chart-key-observed = Line: from score to score; where a score is missing the line stops. The group's line is the mean of who answered; it can jump when others answer.
chart-key-improvement = Everyone is counted from their own start.
chart-key-members = Each member has a panel; the pale line is the group.
change-title = { $better ->
    [0] Nobody is reliably better yet
    [one] One of { $members } members is reliably better
   *[other] { $better } of { $members } members are reliably better
}
change-shown = From the start to now
change-key = { $measure }. Up is better now, right was better at the start. Over the sloping line: improved; under it: worse.
change-key-band = Grey band: less than { $points } points of difference, which may be measurement error.
change-now = { $measure } now, up is better
change-start = at the start, right is better
change-none = no difference
change-small = no difference
change-nothing-yet = Nobody has two scores yet.
change-table = First and newest score of each member
change-column-start = Start
change-column-now = Now
change-column-points = Points improved
change-part = { $names }: { $word } (of { $of } members).
grid-title = Who came, who answered, and how it went
grid-key = { $measure }. The sign says what the change since the start meant that day.
grid-older = Older sessions are in the table.
grid-answered = answered, not judged
grid-table = What each member did at each session
grid-member = { $name }: { $answered } times answered; { $word }.
climate-key = Dot: mean of those present; bar: how far they lie apart (1 standard deviation).
climate-usual = usual for this group
climate-nothing-yet = No session has been rated yet.
climate-title-first = How the members rate the sessions
climate-title-usual = The climate of session { $session }, beside what is usual for this group
climate-title-rupture = Session { $session } came out lower than usual for this group
climate-title-fallen = Members rated session { $session } far lower than their previous one
climate-title-split = The members differ more than usual in session { $session }
climate-rupture = rupture
climate-fallen = members lower
climate-split = split
climate-mean = Mean
climate-spread = Apart
climate-events = What stood out
climate-table = How each session was rated
climate-newest = Session { $session } was given { $mean } on average; { $answered } answered.
climate-newest-usual = Usual for this group is { $low } to { $high }.
climate-ruptures = Far lower than usual: session { $sessions }.
climate-falls = Two or more members rated far lower than the time before: session { $sessions }.
climate-splits = Far more divided than usual: session { $sessions }.
climate-unrated = { $sessions ->
    [one] One session was not rated.
   *[other] { $sessions } sessions were not rated.
}

## The course of one member

stay-end-title = End the stay
stay-end-open = { $name } leaves the group
stay-end-how = How it ended
stay-end-choose = Choose …
stay-end-on = Last day
stay-end-sure = I know that this cannot be undone. Who comes back begins a new stay.
stay-end-do = End this stay
problem-stay-has-ended-title = This stay has already ended
problem-stay-has-ended-what = Somebody recorded the end of this stay before. That does not change any more.
problem-stay-has-ended-do = Does the client come back? Then a new stay begins.
problem-day-outside-stay-title = This day cannot be
problem-day-outside-stay-what = The last day of a stay does not lie before its first day, nor ahead.
problem-day-outside-stay-do = Go back and choose another day.
member-since = member since { $from }
member-was = member from { $from } to { $until }
member-recovered = { $name } has recovered
member-improved = { $name } is reliably better
member-unchanged = { $name } shows no reliable change yet
member-deteriorated = { $name } is reliably worse
member-shown = The course of { $name }
member-key = Dot: measured. Where a measurement is missing, the line stops.
member-key-band = Band: where about two in three clients with this start are found. Amber strip: up to the 80 % limit; the line below it is the 90 % limit. ■ below the band, ▼ below the 80 % limit.
member-marks = Signs under the picture
member-none = The course of this member appears here after the first questionnaire.
member-beyond = below the band:
member-far-beyond = below the 80 % limit:
member-range = { $from } to { $to }
member-expected-title = Expected course
member-expected-too-few = There is no expected course yet: too few courses so far ({ $courses } of { $needed }). Until then you only see what a reliable change is.
member-expected-not-fitted = There are enough courses, but Peil has not computed the expected course yet.
member-expected-off = Signals are switched off for this organisation. That is why no expected course is shown.
pair-title = Change by more than one method
pair-days = From { $first } to { $last }: the first and the last day on which both questionnaires were filled in.
pair-method = Method
pair-scores = Start → now
pair-each = Jacobson and Truax (1991): { $measure }
pair-both = NHS Talking Therapies: both together
pair-reliably-recovered = reliably recovered
pair-improved = reliably better
pair-unchanged = not reliably changed
pair-mixed = one questionnaire reliably better, the other reliably worse
pair-deteriorated = reliably worse
pair-recovered = recovered
pair-not-recovered = not recovered
pair-no-case = no clinical case at the start, so recovery is not judged
pair-definition = Both together: a clinical case has { $depression-case } or more on the PHQ-9, or { $anxiety-case } or more on the GAD-7. Recovered is who was a case at the start and is none on either now. Reliably better is { $depression-points } or more points lower on the PHQ-9, or { $anxiety-points } or more on the GAD-7, without the other being as much higher. Reliably recovered is both.
pair-source = So NHS Talking Therapies sums it up (Gyani et al. 2013); the numbers are from the literature about it and not from its manual. What stands above remains Peil's judgement.
column-session = Session
column-score = Score
column-attendance = What happened
column-expected = Expected
column-range = Band (68 %)
column-outer = 80 % limit
column-far = 90 % limit
chart-start = start { $points }
chart-now = now { $points }
chart-last = end { $points }
chart-answered = answered
chart-not-asked = not asked
chart-reliable-better = reliably better { $points }
chart-reliable-worse = reliably worse { $points }
chart-expected = expected
chart-outer-limit = 80 % limit
chart-far-limit = 90 % limit
chart-planned-end = planned end
chart-sudden-gain = suddenly better
chart-sudden-loss = suddenly worse
chart-moment-start = start
chart-moment-end = end
chart-moment-follow-up = later
alternative-places = session { $first } to { $last }
alternative-course = { $name } goes { $scores } ({ $places }).
alternative-times = Answered { $answered } times, { $missing ->
    [0] none missing.
    [one] missing once.
   *[other] missing { $missing } times.
}
alternative-one = { $name }: one score, { $score } (session { $at }).
alternative-recovered = That is more than measurement error, and the score has passed the clinical cut-off.
alternative-improved = That is better by more than measurement error.
alternative-unchanged = That can be measurement error.
alternative-deteriorated = That is worse by more than measurement error.
alternative-as-expected = The newest score is as expected or better; { $low } to { $high } was expected.
alternative-beyond = The newest score is worse than expected; { $low } to { $high } was expected.
alternative-far-beyond = The newest score is much worse than expected; { $low } to { $high } was expected.
alternative-limits = The 80 % limit lies at { $outer } there, the 90 % limit at { $far }.
alternative-sudden-gain = Suddenly better at session { $at }.
alternative-sudden-loss = Suddenly worse at session { $at }.

## Measurement plan

plan-link = Measurement plan
plan-title = Measurement plan
plan-title-of = Measurement plan of { $name }
plan-sub = what the group fills in, and when
plan-saved = The measurement plan is saved. It counts from the next session on.
plan-wrong-every = A questionnaire is asked every 1 to 52 sessions. Change the number.
plan-wrong-weeks = A follow-up is 1 to 104 weeks after leaving. Change the number.
plan-wrong-long = A measurement plan has 12 rows at most. Take some out.
plan-wrong-twice = { $title } stands twice on the same occasion. Take one of them out.
plan-refused-unknown = This version is not known here. Choose another one.
plan-refused-other-respondent = This questionnaire is not for members. Peil cannot ask therapists yet.
plan-refused-draft = This questionnaire is not finished. Its author has to finish it first.
plan-refused-retired = This version is no longer used. Take a newer one.
plan-refused-no-wording = The wording of this questionnaire is not here. Ask your administrator to add the licensed wording.
plan-refused-unconfirmed = The wording has not been compared with its holder's yet. Ask your administrator to do so.
plan-refused-no-lead = This questionnaire has a safety question, and nobody leads this group. Ask your administrator to appoint somebody.
plan-refused-nobody-on-duty = This questionnaire has a safety question, and nobody is on duty. Ask your administrator to put somebody on duty.
plan-refused-no-alert-time = This questionnaire has a safety question, and the time within which an alert must be seen is not set. Ask your administrator to set it.
plan-templates = Begin with an example
plan-template-short = Every session, briefly
plan-template-short-phq9 = Every session briefly, every 4 sessions the PHQ-9
plan-template-goals = Personal goals
plan-template-start-end = Start and end
plan-template-what-short = After each session four lines about the session.
plan-template-what-short-phq9 = After each session four lines. Every fourth session also the PHQ-9.
plan-template-what-goals = Before each session a check-in, after it four lines. Every fourth session the personal goals.
plan-template-what-start-end = At the start expectation and PHQ-9, after each session four lines, at the end and twelve weeks later the PHQ-9 again.
plan-now = What the group fills in now
plan-draft = What the plan will be
plan-empty = Nothing yet. Choose an example or add a questionnaire.
plan-version = version { $version }
plan-when = When
plan-every = Every how many sessions
plan-weeks = Weeks after leaving
plan-up = Earlier
plan-up-of = Ask { $title } earlier
plan-remove = Take out
plan-remove-of = Take out: { $title }
plan-newer = Version { $version } is here. New answers will then go to the new version, old ones stay with the old.
plan-take-newer = Take { $version }
plan-add-what = Questionnaire
plan-add = Add
plan-not-usable = { $title } (not possible here yet)
plan-preview = What a member fills in
plan-preview-what = For somebody who starts at the first session and answers everything. Who starts later gets the questionnaires of the start at the own first session.
plan-sessions = Session
plan-asked = Questionnaires
plan-time = Time
plan-minutes = ± { $minutes } min
plan-long = more than 3 minutes
plan-nothing = nothing
plan-after-leaving = { $weeks } weeks after leaving
plan-look = Look
plan-save = Save the plan
plan-counts = A new plan counts from the next session on. What was asked and answered before does not change.
occasion-start = At a member's start
occasion-before-session = Before a session
occasion-after-session = After a session
occasion-end = At the end
occasion-follow-up = After leaving

## Measurements outside a session

moment-start = Start
moment-end = End
moment-follow-up = Follow-up
moment-due-start = The start of { $name } can be asked now, before the first session.
moment-due-end = The end of { $name } was not filled in yet.
moment-due-follow-up = The follow-up of { $name } is due now.
moment-open = Open
moment-open-of = Open the measurement of { $name }
moment-list = Outside the sessions
moment-what = Outside a session, for one member. With this code and the own code only this member can fill it in.
moment-done = Everything was filled in and sent.

## During and after the session

eve-title = After session { $number }
eve-to-after = After the session
eve-to-session = To the session
eve-still-open = The session is still open. Members can still answer.
eve-changed = There is something new about this session. First save what you just wrote.
eve-anew = Refresh the page
eve-absent = absent
eve-saving-short = saving
eve-saved-short = saved
eve-all-saved = Everything is saved.
eve-saving = Peil is saving: { $names }.
eve-lost = Not saved yet: { $names }. There is no connection. Leave this page open: Peil keeps trying.
eve-refused = Not saved: { $names }. You may have been logged out. Load the page again and choose once more.
eve-saved-attendance = Attendance is saved.
eve-saved-rating = Your rating was sent.
eve-saved-note = The note is saved.
eve-saved-agreement = The agreement is written down.
eve-saved-settled = The agreement is settled.
eve-saved-signal = What was decided stands with the signal.
eve-saved-time = The times are saved.
eve-saved-minutes = Your minutes are saved.
eve-saved-line = The group no longer sees that line.
eve-saved-reopened = The session is open again, with a new code. Whoever showed his line chooses that anew.
eve-saved-other = Saved.
eve-problem-nothing-marked = Nothing was sent. Mark at least one line.
eve-problem-nothing-written = Nothing was saved: the field was empty.
eve-problem-time = The times were not saved. A session ends after it begins, and lasts 12 hours at most.
eve-problem-minutes = The minutes were not saved. Enter whole minutes, from 0 to 600.
eve-problem-conflict = Your text is not saved yet: somebody else was first. Both texts stand below.
eve-problem-other = That was not saved.
eve-time-title = Time
eve-began = Began
eve-ended = Ended
eve-mode = Held
eve-mode-unknown = not entered
eve-mode-in-person = in the room
eve-mode-online = online
eve-mode-hybrid = partly online
eve-direct = Direct time: { $minutes } minutes
eve-direct-short = Direct time
eve-minutes = { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}
eve-time-asked = Is this right: { $from }–{ $until } ({ $minutes } min)?
eve-time-planned = By its fixed time a session takes { $minutes } minutes. Do not count the time for questionnaires.
eve-time-right = Yes, this is right
eve-time-correct = No, correct the times
eve-time-save = Save the times
eve-indirect-title = Indirect time
eve-indirect-what = Work for this session outside the group. Each enters minutes of his own; together you see the sum.
eve-activity-planning = Planning
eve-activity-recruitment = Recruitment
eve-activity-waiting-list = Waiting list
eve-activity-talk-before = Talk before
eve-activity-talk-after = Talk after
eve-activity-record-keeping = Record keeping
eve-activity-other = Other
eve-together = { $minutes } min together
eve-indirect-sum = { $minutes } minutes together
eve-indirect-all = Together
eve-minutes-save = Save my minutes
eve-rating-title = How was this session?
eve-sealed = You see what your colleague marked once you have sent your own. Then this page also shows what the members marked.
eve-no-form = The therapists' questionnaire is not available here.
eve-nobody-rated = No therapist has rated this session yet.
eve-mark = A number: low is ‘{ $low }’, high is ‘{ $high }’
eve-send-note = Once sent, this stays as it is.
eve-send = Send my rating
eve-correct = Correct my rating
eve-correct-note = The first rating is kept. Colleagues see that you corrected it.
eve-correct-send = Send the correction
eve-corrected = Corrected after sending by { $names }.
eve-waiting-rating = Not filled in yet by { $names }.
eve-apart = The therapists were { $points } points apart on ‘{ $line }’
eve-apart-members = The members' mean was { $members }, the therapists' { $therapists } on ‘{ $line }’
eve-alike = Nobody saw this session very differently: no difference is 2 points or more.
eve-nothing-beside = There is nothing yet to lay beside this rating.
eve-key = Right is better. A dot is a therapist.
eve-key-members = The diamond is the mean of { $number } members, the bar is one standard deviation to either side.
eve-too-few = The members are left out: at least { $number } must have answered.
eve-row = { $name }: { $mark }
eve-no-mark = left open
eve-members-row = { $number } members, mean { $mean }
eve-turned = This line is turned round, so that right is better.
eve-table = The numbers
eve-table-caption = Each line runs from 0 to 10, as it was marked (not turned round).
eve-table-line = Line
eve-table-mean = Members, mean
eve-table-spread = Spread
eve-table-n = Number
eve-notes-title = Looking back
eve-notes-what = First each writes alone. Then you read each other's note and make one together.
eve-notes-closed = The own notes belong to the therapists of that session. You read the joint note here.
eve-own-note = My note
eve-note-names = Write no names.
eve-note-save = Save my note
eve-note-of = Note of { $name }
eve-notes-sealed = You read your colleague's note once yours is saved.
eve-waiting-note = No note yet of { $names }.
eve-conflict-own = You changed this note somewhere else meanwhile. It says now:
eve-conflict = { $name } wrote something else meanwhile ({ $time }). It says now:
eve-conflict-do = Your own text stands below. Bring together what you want to keep, and save again.
eve-joint-title = Together
eve-joint-note = Our note
eve-joint-save = Save our note
eve-joint-by = Last written by { $name }, { $time }
eve-joint-none = There is no joint note yet.
eve-agreements-title = Agreements for next time
eve-agreements-what = You see them again before the next session, until they are done or dropped.
eve-agreements-earlier = Still open from before
eve-agreements-tonight = Of this session
eve-agreements-none = There are no agreements.
eve-agreement-new = New agreement
eve-agreement-about = About
eve-agreement-add = Add
eve-about-group = the whole group
eve-about-member = about { $name }
eve-agreed-at = session { $number }
eve-settle-done = Done
eve-settle-dropped = Drop
eve-settled-done = done
eve-settled-dropped = dropped
eve-signals-title = Open signals
eve-signals-none = There are no open signals.
eve-signal-decide = What was decided?
eve-signal-note = What was discussed, decided or done?
eve-signal-discussed = Discussed
eve-signal-acted = Something was done
eve-alerts = { $number ->
    [one] 1 alert is open.
   *[other] { $number } alerts are open.
}
eve-alerts-link = To the alerts

## Today

nav-home = Today
home-title-one = Today: { $name }
home-title = { $number ->
    [0] No group today
   *[other] { $number } groups today
}
home-today = Today
home-week = In the coming week
home-later = Later or without a fixed time
home-next = Your next group is { $name }: { $when }.
home-no-next = None of your groups has a fixed time. Write down below when they meet; then they stand here on their day.
home-time = { $time }, { $minutes } minutes
home-when = { $day }, { $time }
home-safety-unseen = Safety alert about { $name }, not seen yet
home-safety-seen = Safety alert about { $name } is open
home-asked = An answer of { $name } asks for a talk
home-more = and { $number } more
home-watch = { $number ->
    [one] One signal to keep an eye on
   *[other] { $number } signals to keep an eye on
}
home-calm = No signals that ask for a talk
home-after-of = Talk after session { $number }
home-after = Talk after
home-set-time = Set a fixed time
home-schedule = When the group meets
home-schedule-why = So that the group stands on its day under Today. If a session falls out, there is nothing to do here.
home-schedule-saved = The fixed time was saved.
home-schedule-wrong = This was not saved yet. Choose a day and a time, { $shortest } to { $longest } minutes, and every 1 to { $seldom } weeks.
home-schedule-day = Day
home-schedule-none = No fixed day
home-schedule-time = Time
home-schedule-minutes = Minutes
home-schedule-every = Every how many weeks
home-schedule-save = Save the time
home-day-1 = Monday
home-day-2 = Tuesday
home-day-3 = Wednesday
home-day-4 = Thursday
home-day-5 = Friday
home-day-6 = Saturday
home-day-7 = Sunday

## Before the session

before-title = Talk before
before-title-of = Talk before { $name }
before-side = Last session and agreements
before-pdf = Print on one A4
before-scores = { $measure }: from start to last score
before-new = new
before-no-score = no score yet
before-away = today: { $why }
before-away-on = { $day }: { $why }
before-stays-away = Will not come
before-away-why = Why does { $name } not come on { $day }?
before-comes = Will come after all
before-last-away = Last time: { $why }.
before-last-silent = Was there last time, but did not answer.
before-goal = Goal: { $goal }
before-goal-near = Goal: { $goal } ({ $near } of 10)
before-also = Also:
before-others = The group, and who left
before-came = { $number } of { $total } present
before-answered = { $number } of { $total } answered
before-climate = Climate { $mean } of { $highest }
before-climate-none = Nobody rated the session
before-climate-usual = usual for this group ({ $low } to { $high })
before-climate-lower = lower than usual for this group ({ $low } to { $high })
before-climate-higher = higher than usual for this group ({ $low } to { $high })
before-agreed = Agreed
before-agreed-none = No open agreements.
before-agreed-at = { $said } (session { $number })
before-ahead = Coming up
before-sessions-left = { $number ->
    [0] This was the last planned session of the group.
    [one] 1 planned session left until the end of the group.
   *[other] { $number } planned sessions left until the end of the group.
}
before-ends = { $name }: planned end { $day }
before-ended = { $name }: the planned end was { $day }
before-footer = Peil, { $day }. Confidential: for the therapists of this group only.
before-left-out = { $number ->
    [one] 1 line did not fit on this sheet. Everything is on the screen.
   *[other] { $number } lines did not fit on this sheet. Everything is on the screen.
}
before-more = { $number } more about { $name }
before-more-group = { $number } more about the group

## The screen on the wall

wall-card-title = Screen for the group
wall-card-what = For the wall: how the session was, without names and from five answers on. A picture is fixed once you open it: so wait until most are done.
wall-card-open = Open the screen
wall-card-lines = { $number ->
    [one] 1 person said yes: the group may see the line
   *[other] { $number } people said yes: the group may see the line
}
wall-card-own-tab = in a tab of its own
wall-card-withdraw = Withdraw
wall-looks = What the screen shows
wall-look-tonight = This session
wall-look-evenings = The sessions
wall-look-lines = The lines
wall-leave = Close the screen
wall-not-asked = This group answers nothing about the session
wall-too-few = { $more ->
    [one] 1 more answer, then there is a picture
   *[other] { $more } more answers, then there is a picture
}
wall-needs-answers = A picture needs { $fewest } answers
wall-needs-lines = Lines need { $fewest } people
wall-here = { $present ->
    [one] Today 1 person is here.
   *[other] Today { $present } people are here.
}
wall-gone = There is no picture now
wall-gone-why = Somebody who was in the picture was noted as absent. Is that wrong? Then the picture comes back by itself.
wall-only-whole = Look at the sessions
wall-nobody = Nobody was noted as present yet.
wall-count = { $answered } of the { $present } have answered.
wall-later = { $later ->
    [one] This picture is of { $of }; 1 answer came later.
   *[other] This picture is of { $of }; { $later } answers came later.
}
wall-next = { $more ->
    [one] After 1 more answer there is a new picture.
   *[other] After { $more } more answers there is a new picture.
}
wall-said-belong = Most who answered felt that they were one of the group today
wall-said-open = Most who answered could say what was going on inside them
wall-said-useful = Most who answered take something home today
wall-said-strain = Most who answered think that little stayed unsaid
wall-said-good = Most who answered found it a good session
wall-said-apart = The answers lie far apart today
wall-said-between = For most who answered it was somewhere in between today
wall-said-hard = For most who answered it was not easy today
wall-said-mixed = The answers differ today
wall-low-belong = To be one of the group was harder
wall-low-open = To say what was going on inside was harder
wall-low-useful = There was less to take home
wall-low-strain = Something between us stayed unsaid
wall-key-middle = the middle
wall-key-half = the middle half
wall-key-way = further right is better
wall-heard = The middle half of the answers lies in part { $low } to { $high } of 5, the middle in part { $middle }.
wall-heard-ends = Part 1 is: { $worse }. Part 5 is: { $better }.
wall-evenings-better = For the group this session was better than the one before
wall-evenings-worse = For the group this session was less good than the one before
wall-evenings-same = For the group this session was like the one before
wall-evenings-first = This is the first session with a picture
wall-evenings-not-yet = This is how the sessions were so far
wall-evenings-key = Higher = better. Dot: the middle. Bar: the middle half.
wall-answers = shown
wall-middle = middle
wall-no-evenings = No session has enough answers yet
wall-heard-evening = Session { $session }: the middle in part { $middle } of 5.
wall-no-lines = Lines come here if everybody agrees
wall-no-lines-why = Each chooses that on the tablet, for this session. Nobody has to.
wall-lines-over = No more lines in this session
wall-lines-over-why = Who is here has changed since the lines were shown.
wall-lines-risen = { $rises ->
    [one] 1 of the { $all } lines is higher than in the beginning
   *[other] { $rises } of the { $all } lines are higher than in the beginning
}
wall-measurement = measurement
wall-lines-key = Higher = better. Everybody who is here agreed to this for this session.
wall-heard-lines = { $rises ->
    [one] 1 of the { $all } lines ends better than it began.
   *[other] { $rises } of the { $all } lines end better than they began.
}
wall-table = In five parts: part 1 is the least good, part 5 the best
wall-question = Question
wall-half = middle half
wall-lines-table = The points of each line, measurement by measurement
wall-line = Line { $number }
wall-lost = The lines are gone for a moment: there is no connection.

## The own card

card-title = Card of { $name }
card-much-better = You are clearly doing better than in the beginning.
card-better = You are doing better than in the beginning.
card-same = You are doing about as in the beginning.
card-worse = You are now doing less well than in the beginning.
card-so-far = This is your line so far.
card-higher = The higher the line, the better it goes.
card-band = Most people who began as you did come within the band.
card-cut-off-what = Above the dashed line it is as with most people.
card-cut-off = limit { $points }
card-heard = You answered { $times } times. The first score was { $first }, the last { $last }.
card-goals = Your goals
card-near = near: { $near } of 10
card-footer = Peil. This card is yours.
card-foot = For the therapist
card-back = Back to the page of this member
card-pdf = As PDF, to print
card-picture = The line alone:
card-table = What you answered, by session
card-column-band = The band
card-short = Card
card-open = Card for the client

power-title = How large must a study be?
power-link = How large must a study be?
power-lead = You choose a design. Peil tells how likely the study is to show a real difference. That is called its power. It needs no data of any client.
power-ask = The design
power-arm = Compared with
power-arm-groups = as many groups with something else
power-arm-individuals = clients without a group (individual care or waiting list)
power-field-groups = Groups an arm
power-field-members = Members a group
power-field-sessions = Sessions with a score
power-field-effect = Difference at the end
power-field-dropout = Drop-out after each session (%)
power-field-icc = Difference between groups (ICC)
power-field-clients = Difference between clients
power-field-slopes = Difference in pace
power-field-ratio = Clients without a group, for each member
power-what-groups = 2 to 60.
power-what-members = 2 to 20.
power-what-sessions = 2 to 52, evenly apart.
power-what-effect = Between the arms at the last session, in standard deviations of the first score. 0.5 is a medium difference.
power-what-dropout = How many of 100 clients do not come again after a session. 0 to 20.
power-what-icc = Share of all differences that lies between groups, 0 to 0.5. Mean over 37 studies: 0.06.
power-what-clients = Share of all differences that lies between members of a group, 0 to 0.9. The rest differs from session to session.
power-what-slopes = Variance of the true change a session, as a share of the variance of the first score. 0 to 0.01.
power-what-ratio = 0.25 to 4. With 1 there are as many as members of groups.
power-fault-no-number = This is no number. Give one from { $least } to { $most }.
power-fault-not-whole = Give a whole number from { $least } to { $most }.
power-fault-outside = This cannot be. Give a number from { $least } to { $most }.
power-fault-nothing-left = Groups and clients together leave nothing for the session. Keep them below 1 together.
power-curve = The line runs over
power-size-groups = Groups an arm
power-size-members = Members a group
power-size-sessions = Sessions
power-size-behind-groups = groups
power-size-behind-members = members
power-size-behind-sessions = sessions
power-show = Calculate
power-simulate = Simulate too
power-result = Result
power-cannot = Peil cannot reckon with these numbers. Beside the number stands what is wrong.
power-lost = Peil could not fetch the result. What stands below belongs to the design before. Move the slider again or choose Calculate.
power-sentence-exact = The chance is { $percent } % that this study shows the difference.
power-sentence-about = The chance is about { $percent } % that this study shows the difference.
power-sentence-simulated = The chance is about { $percent } % (between { $lower } and { $upper } %) that this study shows the difference.
power-how-exact = By the formula the chance is { $percent } %. That is exact where the differences between groups, clients and sessions are known.
power-how-degrees = By the formula the chance is { $percent } %. The arms are not alike, so the formula is an approximation.
power-how-dropout = By the formula the chance is { $percent } %. With drop-out that is an approximation, and a little too high.
power-how-simulated = Simulated: { $trials } studies like this one, each estimated by REML and tested by Kenward and Roger's method. The chance error of that is { $error } percentage points.
power-how-own-slopes = In { $trials } of these studies the groups do not seem to differ. There the t test of the groups' own slopes was used. By Kenward and Roger's method alone the chance would be { $percent } %.
power-no-answer-of = { $lost ->
    [one] One simulated study gave no answer and does not count.
   *[other] { $lost } simulated studies gave no answer and do not count.
  }
power-busy = Another simulation is running. Until it is done, the formula stands. Peil tries again by itself.
power-too-large = This design is too large to simulate here. Use the command peil power with --simulate.
power-no-answer = This design cannot be simulated. Take more groups, members or sessions, or let something differ.
power-few-groups = Fewer than ten groups an arm say little of how much groups differ. Look also at what happens with a higher ICC.
power-fewest-groups = With fewer than five groups an arm groups often do not seem to differ, even where they do. Kenward and Roger's test is too careful then. Test the groups' own slopes by a t test in that case; the simulation does so too.
power-fewest-groups-individuals = With fewer than six groups against clients without a group no test is exactly right. Kenward and Roger's is too careful then: the real chance is lower than the formula says. Look at the simulated one.
power-smallest = The smallest design with a chance of 80 %
power-smallest-groups = { $value } groups an arm, the rest as it is
power-smallest-members = { $value } members a group, the rest as it is
power-smallest-sessions = { $value } sessions, the rest as it is
power-none-groups = No number of groups is enough: the chance is { $percent } % at most
power-none-members = No number of members is enough: the chance is { $percent } % at most
power-none-sessions = No number of sessions is enough: the chance is { $percent } % at most
power-smallest-formula = This is by the formula.
power-smallest-check = This is by the formula. Choose ‘Simulate too’ and Peil checks it.
power-smallest-to-come = This is by the formula. Peil still simulates to check it.
power-smallest-too-large = This is by the formula. The design is too large to simulate here; the command peil power with --simulate can.
power-searched-groups = Simulated step by step: { $value } groups an arm is the smallest number that reaches 80 %. There the chance is { $percent } % (between { $lower } and { $upper } %; { $trials } studies).
power-not-settled-groups = Simulated step by step: 80 % was not surely reached. With { $value } groups an arm the chance is { $percent } % (between { $lower } and { $upper } %; { $trials } studies).
power-searched-members = Simulated step by step: { $value } members a group is the smallest number that reaches 80 %. There the chance is { $percent } % (between { $lower } and { $upper } %; { $trials } studies).
power-not-settled-members = Simulated step by step: 80 % was not surely reached. With { $value } members a group the chance is { $percent } % (between { $lower } and { $upper } %; { $trials } studies).
power-searched-sessions = Simulated step by step: { $value } sessions is the smallest number that reaches 80 %. There the chance is { $percent } % (between { $lower } and { $upper } %; { $trials } studies).
power-not-settled-sessions = Simulated step by step: 80 % was not surely reached. With { $value } sessions the chance is { $percent } % (between { $lower } and { $upper } %; { $trials } studies).
power-curve-title = The chance with other numbers
power-axis = chance (%)
power-goal = goal
power-own = your design
power-simulated = simulated
power-key = The line is the chance by the formula. The dot is your design, the dashed line the goal of 80 %.
power-key-simulated = The line is the chance by the formula. The dot is your design, the diamond the simulation with its 95 % interval, the dashed line the goal of 80 %.
power-table = The chance by the formula for each number
power-remark = Remark
power-enough = enough
power-assumed = What this assumes
power-assumed-clients = { $treated } clients in the groups and { $control } in the other arm.
power-assumed-line = Every client changes along a straight line of their own, and groups are closed: all begin and end together.
power-assumed-test = Tested is whether one arm changes faster than the other, two-sided with a 5 % chance of a false alarm.
power-assumed-slopes = Of the difference in pace the same share lies between groups as of the scores (the ICC).
power-assumed-individuals = Clients without a group do not differ by a group.
power-assumed-dropout = Drop-out does not depend on the scores. In practice it often does.
power-assumed-smallest = The line comes from the formula.

# The composition of a group: who is in it, and what somebody who waits would change in it.
composition-title = Composition
composition-title-of = Composition of { $name }
composition-sub = Who is in the group now, on one questionnaire.
composition-chart = { $measure } of { $group }, at the start and now
composition-key = Each member is one dot at the start and one dot now. Up is better.
composition-key-spread = Blue line: the mean. Blue area: one standard deviation (SD) up and down.
composition-key-cut-off = Dashed line: clinical cut-off { $points }.
composition-key-reliable = A sign behind the name: at least { $points } points from the start.
composition-key-newcomer = Diamond: who waits. The mean leaves them out.
composition-axis = { $measure }, up is better
composition-at-start = at the start
composition-now = now
composition-said = In words
composition-members = { $members ->
    [one] The group has 1 member now; with a score: { $scored }.
   *[other] The group has { $members } members now; with a score: { $scored }.
}
composition-time = Time in the group: { $least } to { $most } weeks.
composition-spread-start = At the start: mean { $mean } (SD { $sd }), from { $lowest } to { $highest }.
composition-spread-now = Now: mean { $mean } (SD { $sd }), from { $lowest } to { $highest }.
composition-few = Fewer than three members have a score. Peil only shows what is there and computes no mean or spread.
composition-nobody = No member has a score on this questionnaire.
composition-no-rule = No rule says which composition is better. Your organisation has { $groups } groups; a model needs at least { $least }.
composition-model = No rule says beforehand which composition is better. Your organisation has { $groups } groups. That is enough for a model of all those groups together; team leads and administrators see it on a page of its own.
composition-newcomer = Who may join
composition-nobody-waits = Nobody waits for this group. Give a new member a first day that is still to come; then you see here what changes.
composition-who-waits = Who waits:
composition-without = without a new member
composition-with-none = { $name } has no score on this questionnaire yet. Measure first; then it can be seen what changes.
composition-with-score = { $name } scores { $score }.
composition-with-few = Too few members have a score to compare with.
composition-with-place = Members with a better score: { $better }; with a worse one: { $worse }; with the same: { $equal }.
composition-with-better = That is { $sd } SD better than the mean of the members now.
composition-with-worse = That is { $sd } SD worse than the mean of the members now.
composition-with-mean = That is exactly the mean of the members now.
composition-with-same = All members have the same score; there is no distance in SD.
composition-with-change = The mean goes from { $mean } to { $mean-with }, the SD from { $sd } to { $sd-with }.
composition-table = Weeks in the group, first and newest score of each member
composition-column-weeks = Weeks
composition-row-waits = { $name } (waits)

# The baselines of a group: who begins when, by lot.
baseline-link = Does the group work?
baseline-title = Does the group work? Waiting against being in it
baseline-title-of = Does the group work? { $name }
baseline-sub = measuring while waiting and in the group
baseline-first-none = Who waits first and begins then is compared with himself. Let the lot decide beforehand who begins when: only then may you say later that a difference can come from the group.
baseline-power-how = How many groups a study with a control group needs:
baseline-power = work it out.
baseline-first-planned = The plan is ready, but lots have not been drawn. Without lots beforehand nobody can say later whether a difference comes from the group.
baseline-first-drawn = The starts are fixed. Nothing has been measured, so there is nothing to say yet.
baseline-first-interim = Measuring goes on. You see how it goes so far; whether the group works you may not conclude from it yet.
baseline-first-elsewhere = The starts were not drawn by Peil. You see whether it goes differently in the group than while waiting; that the group is the cause you may not conclude from it.
baseline-first-otherwise = A difference like this is unlikely by the lot alone. But it went otherwise than planned: lots were drawn more than once, measuring was stopped early, somebody began at another moment than was drawn, or much is missing. So draw no firm conclusion about the group.
baseline-first-unlikely = A difference like this is unlikely by the lot alone (one side was tested: better). Of these members you may say that it goes better in the group than while waiting. It does not say that it is so with others, nor what in the group helped.
baseline-first-may-be-chance = A difference like this may come from the lot. You may not say that the group works, nor that it does not: perhaps there are too few members or measurements.
baseline-first-no-test = The test by lot cannot say anything here. You see the measurements and the differences; that they come from the group you may not conclude.
baseline-plan = Make a plan
baseline-plan-how = You choose what is measured and when. Then Peil draws once who begins when. All are measured at the same moments: waiting first, then in the group.
baseline-nobody = There is nobody for whom the group has still to begin. Add members before they begin.
baseline-who = Taking part, in this order: { $names }.
baseline-no-measure = This group measures nothing at each session yet.
baseline-measure = What is measured
baseline-first-on = Day of the first measurement
baseline-every-days = Days between two measurements
baseline-moments = Measurements of each member
baseline-lot = How the lot decides who begins when
baseline-lot-dealt = Deal given starts to the members
baseline-lot-each-own = Each member draws a start of his own
baseline-lot-together = Draw one start for all together
baseline-lot-elsewhere = Decided elsewhere, only written down here
baseline-least-before = Measurements while waiting, at least
baseline-least-after = Measurements in the group, at least
baseline-starts = Starts, separated by commas
baseline-starts-how = Only for dealing and for decided elsewhere: one number for each member. Start 5 means: the fifth measurement is the first in the group. For decided elsewhere in the order of the members above.
baseline-save = Save plan
baseline-fixed = The starts are fixed
baseline-not-drawn = Plan, lots not drawn yet
baseline-starts-caption = Who begins when
baseline-column-start = Start
baseline-column-day = Begins on
baseline-column-kept = Went so?
baseline-to-be-drawn = to be drawn
baseline-not-in-lot = took no part in the draw
baseline-kept = yes
baseline-not-kept = no: began at moment { $moment }
baseline-not-kept-outside = no: began outside the measurements of this plan
baseline-not-begun = no: has not begun yet
baseline-still-to-begin = has still to begin
baseline-draw-once = Lots are drawn once. After that it is fixed who begins when; lots cannot be drawn again, not even after the plan was given up or for another first day.
baseline-draw = Draw lots and fix
baseline-fix = Fix
baseline-measure-waiting = Measure who waits now
baseline-end = Stop measuring earlier
baseline-end-what = After that what is there counts. What is filled in later does not count any more. Do not stop because you like or dislike the outcome: the test would not be right.
baseline-end-now = Stop measuring
baseline-cancel = Give the plan up
baseline-cancel-what = The plan and what was drawn stay to be seen, with the reason. Who has not begun belongs to the group again as before the draw, or from today where the group has met since (from tomorrow if it met today).
baseline-cancel-why = Reason
baseline-cancel-now = Give the plan up
baseline-cancelled-mistake = something was filled in wrongly
baseline-cancelled-members = other members take part
baseline-cancelled-date = the group begins on another day
baseline-cancelled-other = something else
baseline-code = Measuring who waits
baseline-given-up = Plans that were given up
baseline-given-up-drawn = { $day }: plan with the first measurement on { $first } given up after lots were drawn. Reason: { $reason }.
baseline-given-up-not-drawn = { $day }: plan with the first measurement on { $first } given up before lots were drawn. Reason: { $reason }.
baseline-wrong-days = There are 1 to 31 days between two measurements.
baseline-wrong-moments = Choose 2 to 60 measurements.
baseline-wrong-phases = Waiting and group take at least one measurement each, and together no more than there are.
baseline-wrong-starts = You gave { $starts } starts for { $members } members. Give each member one.
baseline-wrong-outside = Start { $start } cannot be. Choose from { $first } to { $last }, or change the least number of measurements.
baseline-refused-measure = This questionnaire is not asked at each session. Put it into the group's measurement plan first.
baseline-refused-standing = This group has a plan. Give that up first.
baseline-refused-no-plan = This cannot be done now: no plan waits for it.
baseline-refused-drawn = Lots were drawn before for somebody who takes part. They are not drawn again, also not for another first day.
baseline-refused-begun = The group has begun for one of these members. Lots are drawn before that only.
baseline-refused-late = The day of the first measurement has passed. Lots are drawn before that only. Give the plan up and make a new one.
baseline-refused-nobody-waits = Today nobody waits, or there is no measuring.
baseline-says-when = { $measure }: { $moments } measurements of each member, every { $days } days, from { $first } to { $last }.
baseline-says-dealt = These starts are dealt to the members: { $starts }.
baseline-says-each-own = Each member draws a start of his own from { $first } to { $last }.
baseline-says-together = One start is drawn for all together, from { $first } to { $last }.
baseline-says-elsewhere = Decided elsewhere and written down here, not drawn by Peil: { $starts }. So there will be no test.
baseline-says-outcomes = The lot can have { $outcomes } different outcomes. The least p that the test can give: p { $least }.
baseline-says-before = The questionnaire is filled in before a session. So the first score ‘in the group’ is given before the group could do anything. The effect therefore looks too small rather than too large.
baseline-says-both = The questionnaire is filled in before and after a session. Of each measurement the first score counts. So the first score ‘in the group’ is mostly given before the group could do anything. The effect therefore looks too small rather than too large.
baseline-says-too-few = That is too few to rule out chance (p = 0.05 or less is the custom). Take more members, more different starts or more measurements.
baseline-says-drawn = Fixed on { $day } by { $name }. { $draws ->
    [one] For this group lots were drawn or fixed once.
   *[other] For this group lots were drawn or fixed { $draws } times: bear that in mind with the outcome.
}
baseline-says-seed = Number by which the draw can be checked: { $seed }.
baseline-says-other-items = { $count ->
    [one] One score does not count: it comes from other questions than most measurements.
   *[other] { $count } scores do not count: they come from other questions than most measurements.
}
baseline-says-ended = Measuring was stopped by hand on { $day }.
baseline-title-none = Nobody has been measured both waiting and in the group yet
baseline-title-better = Of { $better } of { $of } members the mean in the group is better than while waiting
baseline-key = Each panel is a member, who began first on top. The dashed line is the beginning of the group, dotted as long as it has still to come. Square: measured while waiting. Round: in the group. A gap is a missed measurement. { $measure }: up is better.
baseline-up = { $measure }, up is better
baseline-moment = measurement
baseline-waits = waits
baseline-in-group = in the group
baseline-note-start = began at { $began }, drawn was { $drawn }
baseline-note-to-begin = begins at { $drawn }
baseline-said-member = { $name }: waiting { $waiting }; in the group { $group }.
baseline-said-scores = { $scores ->
    [one] one score, { $low }
   *[other] { $scores } scores from { $low } to { $high }
}
baseline-said-none = no scores
baseline-table = Scores by measurement; with ● in the group
baseline-complete = Measuring is done: { $measured } of { $planned } are there.
baseline-interim = { $measured } of { $planned } measurements are there.
baseline-test = Test by lot
baseline-test-elsewhere = Peil did not draw. So there is no chance to compute, and no p-value stands here.
baseline-test-interim = The p-value comes when all measurements are in, or when you stop measuring. Who looks again and again finds something in the end.
baseline-test-one-sided = The test looks at one side: whether it goes better in the group ({ $better }) than while waiting. It does not test getting worse.
baseline-test-higher = a higher score
baseline-test-lower = a lower score
baseline-test-observed = Mean difference over the members, by the starts that were drawn: { $points } points (positive is better).
baseline-test-exact = Of all { $all } ways in which the lot could have fallen { $good } give a difference as large or larger: p { $p }.
baseline-test-drawn = There are too many possible draws to count. Of { $draws } simulated draws: p { $p }, with a standard error of { $error } for having been simulated.
baseline-test-least = The least p that this plan can give: p { $least }.
baseline-test-by-lot = The test uses the starts that were drawn, also where somebody began at another moment. The effects below use the real beginning.
baseline-test-equal = All began at the same moment. However the lot falls the plan stays the same; no p-value can be given.
baseline-test-one = Only one draw was possible; no p-value can be given.
baseline-test-cannot = With this plan p can never be 0.05 or less, however well the group works.
baseline-test-careful = Not all draws could be counted. Take the p-value with care.
baseline-test-redrawn = Lots were drawn { $draws } times for this group. This p is about the last draw alone.
baseline-test-stopped = Measuring was stopped earlier than planned. If that was because of the outcome, p is not right.
baseline-test-left-out = { $name } has no scores in one of the two parts and does not count in the test.
baseline-test-one-member = With one member there is nothing to deal; there is no test.
baseline-test-no-scores = { $name } has too few scores in one of both parts; so there is no test.
baseline-test-none = The test cannot be made with these measurements.
baseline-effects = By member
baseline-effects-how = Positive is better. NAP: the chance that a score in the group is better than one while waiting; 0.50 is no difference. Tau is the same from −1 to 1. Tau-BC takes into account how it went while waiting. Tau-U, PND and PEM are there because people ask for them.
baseline-effects-caption = Effects by member
baseline-column-waiting = Waiting
baseline-column-group = In the group
baseline-column-mean-waiting = Mean waiting
baseline-column-mean-group = Mean in the group
baseline-column-difference = Difference
baseline-column-nap = NAP
baseline-column-tau = Tau
baseline-column-tau-bc = Tau-BC
baseline-column-tau-u = Tau-U
baseline-column-pnd = PND
baseline-column-pem = PEM
baseline-while-waiting = while waiting
baseline-while-group = in the group
baseline-note-too-few = Too few scores { $phase }: { $found }, needed { $needed }. No effect can be given.
baseline-note-no-spread = The scores differ too little to compute this.
baseline-note-few = Only { $found } scores { $phase }; five are the custom.
baseline-note-constant = All scores { $phase } are equal; perhaps the scale ends there.
baseline-note-tied = All scores are equal: nothing changed.
baseline-note-tau-u = Tau-U is beyond 1; look at Tau and Tau-BC.
baseline-note-range = The line of waiting, carried on, leaves the range of all scores; Tau-BC then compares with what cannot be.
baseline-note-missing = { $count ->
    [one] One planned measurement is missing.
   *[other] { $count } planned measurements are missing.
}
baseline-note-doubled = { $count ->
    [one] One score does not count: its moment had one already.
   *[other] { $count } scores do not count: their moments had one already.
}
baseline-note-outside = { $count ->
    [one] One score does not count: it lies outside the planned measurements.
   *[other] { $count } scores do not count: they lie outside the planned measurements.
}
baseline-note-contrary = { $count ->
    [one] One score does not count: it was measured as of somebody who waits, while the group had begun.
   *[other] { $count } scores do not count: they were measured as of somebody who waits, while the group had begun.
}
baseline-model = All members together
baseline-model-how = A model of all scores. It takes scores as roughly normal. Positive is better. Each p here is two-sided. Do not look for the model with the nicest outcome.
baseline-model-how-elsewhere = A model of all scores. It takes scores as roughly normal. Positive is better. There is no p here: Peil did not draw the lots, so a small number would not prove that it is the group.
baseline-model-interim = The model comes when all measurements are in, or when you stop measuring.
baseline-model-level = Change of level
baseline-model-slope = Change of level and of slope
baseline-model-on = { $cases } members, { $scores } scores.
baseline-model-trend = Slope while waiting, a measurement: { $value }.
baseline-model-change = Change of level in the group: { $value }.
baseline-model-change-slope = Change of slope, a measurement: { $value }.
baseline-model-after = Together { $moments } measurements after the beginning: { $value }.
baseline-model-spread = Standard deviation between members { $between }, within members { $within }.
baseline-model-carried = Correlation of a score with the one before (AR1): { $phi }.
baseline-model-between = Difference between people (g): { $value } standard deviations, 95% interval { $lower } to { $upper }, { $degrees } degrees of freedom.
baseline-model-no-between = A difference between people (g) cannot be given: too little is known of how much people differ.
baseline-value = { $estimate } (95% interval { $lower } to { $upper }; p { $p })
baseline-value-interval = { $estimate } (95% interval { $lower } to { $upper })
baseline-value-se = { $estimate } (standard error { $se }; too little is known for an interval)
baseline-model-few-cases = No model: { $found } members have scores in both parts, { $needed } are needed.
baseline-model-few-scores = No model with slopes: { $found } members have { $scores } scores or more in both parts, { $needed } are needed.
baseline-model-constant = No model: all scores are equal.
baseline-model-collinear = No model: the measurements do not tell time and group apart. Spread the starts.
baseline-model-none = No model: these scores do not determine it.
baseline-model-caution-few = Only { $cases } members: trust the test by lot more than this model.
baseline-model-caution-independent = The model takes a score as independent of the one before: that cannot be measured here.
baseline-model-caution-no-variance = Some difference between members is estimated as exactly zero; with so few members that need not be so.
baseline-model-caution-no-kr = The method for few members (Kenward and Roger) could not be used.
baseline-model-caution-same = The effect was taken as equally large for all members.

nav-counters = Figures
counters-title = Policy figures
counters-lead = How much group treatment there was, counted by fixed rules. Under each figure stands which definition made it.
counters-year = Year
counters-setting = Setting
counters-measure = Growth of
counters-show = Show
counters-heading = { $year }, { $setting }
counters-caption = By quarter and over the whole year
counters-what = What is counted
counters-period = Period
counters-period-q1 = Q1
counters-period-q2 = Q2
counters-period-q3 = Q3
counters-period-q4 = Q4
counters-period-year = whole year
counters-class-all = all settings
counters-class-setting-1 = setting 1
counters-class-setting-2 = setting 2
counters-class-setting-3 = setting 3
counters-class-settings-4-to-8 = settings 4 to 8
counters-definition = definition { $version }
counters-definition-of = of
counters-unknown = not known
counters-empty = Nothing was counted in this year yet. A session counts once the therapist has closed it. Choose another year, or import contacts from the record system.
counters-import = No individual contacts have been imported yet. That is why the share of groups and the minutes before and after are missing. Whoever runs the server imports them.
counters-import-with = That is done by:
counters-contacts = Individual contacts were imported from { $first } to { $last }.
counters-covered = Complete, as whoever imported says: { $first } to { $last }, settings { $settings }.
counters-not-covered = The import did not say of which days it holds everything. That is why the share of groups and the minutes before and after are missing.
counters-as-planned = Of some sessions nobody wrote down the end. Their planned minutes count.
counters-left-out-clients = Of some new clients the number in the record system is not known. They do not count in the minutes before and after.
counters-no-contacts = Nothing is known of individual contacts.
counters-open = { $open ->
    [one] One session does not count: nobody closed it.
   *[other] { $open } sessions do not count: nobody closed them.
}
counters-untimed = Of some sessions it is not known how long they took: nobody wrote down the end, and nothing was planned. They count as consults, and not in the minutes.
counters-inside = This overview is for inside the organisation. More is hidden in the CSV file and the PDF, so that they may leave it: there a number needs eleven clients and ten groups.
counters-hidden-inside = “<{ $clients }” is fewer than { $clients } clients. “x” was left out, because it is about few clients or would betray a hidden number. “–” is not known.
counters-hidden-outside = “<{ $clients }” is fewer than { $clients } clients. “x” was left out, because it is about few clients or fewer than { $groups } groups, or would betray a hidden number. “–” is not known.
counters-where-defined = What each number means stands in Peil on the page Policy figures.
counters-growth-hidden = Of growth what rests on a hidden number is left out here.
counters-version = Counted by { $version }
counters-footer = Made on { $day } · numbers only, no persons
counters-left-out = { $number ->
    [one] One line did not fit on this sheet.
   *[other] { $number } lines did not fit on this sheet.
}
counters-baseline = The starting point: 2025
counters-baseline-what = Growth is measured from 2025. What is entered here comes before what Peil itself counted in 2025. Enter the quarters of the group consults too: then a year that is not over can be compared.
counters-none-entered = Nothing was entered yet.
counters-entered-by = Entered by { $name }, { $day }
counters-entered-at-server = Entered on the server, { $day }
counters-value = Number in 2025
counters-save = Save
counters-remove = Remove
counters-not-saved = Not saved. Write a number above 0, without signs between the thousands. Consults and clients are whole numbers, a share is at most 100.
counters-definitions = What is counted, and how
counters-definitions-what = This is definition { $version }. A count that changes gets another number. So the same question is answered by the same rule in three years. What is closed, corrected or imported later counts by then.
counters-common-session = A session counts once somebody has closed it. Its day is the day on which it was opened, in the organisation’s time. Its setting is that of the group on that day. Of old sessions it is the setting that the group had when Peil began to keep this.
counters-common-time = The time runs from begin to the end that somebody wrote down, in whole minutes rounded down. Where nobody did, the planned minutes of the group count: the moment of closing does not say when the session ended. Where nothing was planned either, the session counts as a consult, and in no minutes.
counters-common-unit = A unit is a quarter of an hour. Minutes are rounded once for each session, to the nearest quarter: from 8 minutes a quarter counts whole. This rule is Peil’s; it is not that of the bill.
counters-common-import = Imported group sessions count too: a group on a day is one session, a client at it one consult. The setting is that of most clients. If somebody was present at a session of that group in Peil on that day, only that one counts. A group is known by its name; capitals and spaces do not matter.
counters-common-covered = Whoever imports contacts says of which days and settings everything is in the file. A number that needs all contacts is told only where that holds for the whole period.
counters-common-setting = Settings 1, 2 and 3 stand apart; 4 to 8 stand together.
counter-unit-sessions = sessions
counter-unit-consults = consults
counter-unit-units = units of 15 minutes
counter-unit-minutes = minutes
counter-unit-clients = clients
counter-unit-percent = %
counter-unit-minutes-per-client = minutes per client
counter-sessions = Sessions
counter-how-sessions = Closed sessions with at least one client present.
counter-group-consults = Group consults
counter-how-group-consults = Each client present at each session is one consult. Who is at two groups on a day has two.
counter-consults-as-planned = Of which with the planned time
counter-how-consults-as-planned = Group consults of sessions of which nobody wrote down the end; their planned minutes count.
counter-consult-units = Group consults in units
counter-how-consult-units = The units of each session, times the clients present.
counter-consults-without-time = Of which without a known time
counter-how-consults-without-time = Group consults of sessions of which nobody wrote down the end and nothing was planned.
counter-direct-minutes = Direct minutes
counter-how-direct-minutes = The units of each session once, times 15 minutes. The number of clients and therapists makes no difference.
counter-indirect-minutes = Indirect minutes
counter-how-indirect-minutes = All that therapists wrote down as indirect work on closed sessions, of all therapists together.
counter-indirect-planning = Planning and organisation
counter-how-indirect-planning = Part of the indirect minutes: room, dates and programme.
counter-indirect-recruitment = Recruitment
counter-how-indirect-recruitment = Part of the indirect minutes: finding and informing members.
counter-indirect-waiting-list = Waiting list
counter-how-indirect-waiting-list = Part of the indirect minutes: keeping the waiting list.
counter-indirect-talk-before = Talk before
counter-how-indirect-talk-before = Part of the indirect minutes: the talk with the colleague before.
counter-indirect-talk-after = Talk after
counter-how-indirect-talk-after = Part of the indirect minutes: the talk with the colleague after.
counter-indirect-record-keeping = Record
counter-how-indirect-record-keeping = Part of the indirect minutes: keeping the record.
counter-indirect-other = Other indirect work
counter-how-indirect-other = Part of the indirect minutes: everything else.
counter-clients = Clients with a group consult
counter-how-clients = Different clients with at least one group consult in the period. Who comes in two quarters is one client of the year.
counter-clients-in-care = Clients in care
counter-how-clients-in-care = Different clients with a group consult or an imported individual contact in the period. Only where all contacts of the period were imported. Who is not linked to the number in the record system may count twice.
counter-group-minutes = Minutes in a group
counter-how-group-minutes = The minutes of each session, times the clients present. Not rounded to quarters of an hour.
counter-individual-minutes = Individual minutes
counter-how-individual-minutes = The minutes of the imported individual contacts. Only where all contacts of the period were imported.
counter-group-share = Share of groups
counter-how-group-share = Minutes in a group, as a part of all minutes in a group and alone. Only where all contacts of the period were imported, and the time of at least 95 of 100 group consults is known.
counter-new-clients = Clients new to a group
counter-how-new-clients = Clients whose first known group consult was in the period, and whose number in the record system is known. Only where all individual contacts were imported, from 13 weeks before the period to 13 weeks after it, and groups are known from 13 weeks before it.
counter-new-clients-left-out = Of whom the number is missing
counter-how-new-clients-left-out = Clients whose first known group consult was in the period, and who are not linked to their number in the record system. They do not count in the rows above and below.
counter-minutes-before = Individual, 13 weeks before
counter-how-minutes-before = Individual minutes of these clients in the 91 days before that first day, divided by their number. All settings count.
counter-minutes-after = Individual, 13 weeks after
counter-how-minutes-after = The same over the 91 days from that first day. If this is lower than before, there was less individual care; why, this figure does not say.
growth-title = Growth since 2025
growth-more = { $what }, { $setting }: { $percent }% more in { $year } than in 2025.
growth-less = { $what }, { $setting }: { $percent }% less in { $year } than in 2025.
growth-same = { $what }, { $setting }: as much in { $year } as in 2025.
growth-share-more = { $what }, { $setting }: from { $from } % in 2025 to { $to } % in { $year }. That is { $percent } % more than in 2025.
growth-share-less = { $what }, { $setting }: from { $from } % in 2025 to { $to } % in { $year }. That is { $percent } % less than in 2025.
growth-share-same = { $what }, { $setting }: { $from } % in 2025 and { $to } % in { $year }.
growth-more-until = { $what }, { $setting }: { $percent }% more in { $year } up to quarter { $quarter } than in the same quarters of 2025.
growth-less-until = { $what }, { $setting }: { $percent }% less in { $year } up to quarter { $quarter } than in the same quarters of 2025.
growth-same-until = { $what }, { $setting }: as much in { $year } up to quarter { $quarter } as in the same quarters of 2025.
growth-none = { $what }, { $setting }: 2025 begins with { $value }. Up to { $year } there is no other year or quarter to set beside it.
growth-no-baseline = { $what }, { $setting }: no number of 2025 is known. Without a starting point no growth can be seen.
growth-enter = Enter the number of 2025 below.
growth-ask = Ask your administrator to enter the number of 2025.
growth-counted-what = Peil itself counted the number of 2025. It is right only if all groups were in Peil by then or were imported. If not, the number of the record system belongs below.
growth-target = { $percent }% in { $year }
growth-mark = { $percent }% in { $year }
growth-mark-until = { $percent }% to Q{ $quarter }
growth-key = The dashes are the path to 6% more in 2027 and 15% more in 2030 (diamonds). The line is what there was (dots). A hollow dot is a year that is not over, compared with the same quarters of 2025.
growth-axis = 2025 is 100
growth-year = year
growth-caption = Growth in numbers
growth-against = compared with
growth-row-entered = { $year } (entered)
growth-row-counted = { $year } (counted)
growth-row-until = { $year } to Q{ $quarter }
growth-row-target = goal { $year }
growth-effort = 6% in 2027 is an agreement to make an effort where group treatment fits; 15% in 2030 is a goal for the whole country. They are no norms for a team, a group or a therapist.
## Administration: setting up

admin-instruments-now = Versions
set-up-begin = How to begin
set-up-begin-what = Follow these steps. Then the first session can begin.
set-up-done = done
set-up-to-do = to do
set-up-step-team = Add a team
set-up-step-what-team = Groups and colleagues belong to a team.
set-up-step-people = Add a therapist
set-up-step-what-people = Your colleague gets a link and chooses a password.
set-up-step-alerts = Choose who reads alerts
set-up-step-what-alerts = Needed for questionnaires with a safety question.
set-up-step-group = Add a group
set-up-step-what-group = Name, kind, setting and first day.
set-up-step-therapist = Put a therapist on the group
set-up-step-what-therapist = Whoever leads the group sees the answers.
set-up-step-member = Add a member
set-up-step-what-member = With the name that the member uses in the group.
set-up-step-plan = Choose the measurement plan
set-up-step-what-plan = Which questionnaires the group fills in, and when the group meets.
set-up-places = What you set up here
set-up-place-organisation = Organisation
set-up-place-what-organisation = Name, signals on or off, the screen in the group’s room.
set-up-place-users = Colleagues
set-up-place-what-users = Who may log in, in which role, and when that last happened.
set-up-place-teams = Teams
set-up-place-what-teams = Groups and colleagues together.
set-up-place-groups = Groups
set-up-place-what-groups = Groups, therapists, members and measurement plans.
set-up-place-instruments = Questionnaires
set-up-place-what-instruments = Which versions there are, and whether the wording was compared.
set-up-place-alerts = Who reads alerts
set-up-place-what-alerts = Who is on duty, and within which time somebody must look.
set-up-place-rules = Rules of signals
set-up-place-what-rules = The numbers by which Peil gives a signal.
set-up-place-changes = Changes
set-up-place-what-changes = Who changed what, from what to what.
set-up-saved = Saved.
set-up-none = none
set-up-choose = choose
set-up-optional = (may be empty)
set-up-from = from { $from }
set-up-from-until = from { $from } to { $until }
set-up-users = Colleagues
set-up-users-what = Everybody chooses a password. You never see it.
set-up-last-login = Last login
set-up-last-login-at = last login { $time }
set-up-never = never yet
set-up-state-active = active
set-up-state-blocked = blocked
set-up-state-invited = link made, no password yet
set-up-state-no-password = no password yet
set-up-add-user = Add a colleague
set-up-add-user-what = Then you see a link once. Give it to your colleague.
set-up-change-user = Details
set-up-password = Password
set-up-password-what = With a new link your colleague chooses a new password. An old link stops working.
set-up-link-until = There is a link that was not used. It works until { $time }.
set-up-access = Access
set-up-access-what = Whoever is blocked cannot log in. What this colleague did before stays.
set-up-link-title = Link for a password
set-up-link-for = Link for { $name }
set-up-link-what = Give this link to { $name }, who chooses a password with it. The link works once, for three days.
set-up-link-label = Link
set-up-link-once = You see the link only now. Is it lost? Make a new one.
set-up-link-back = Go on
set-up-teams = Teams
set-up-teams-what = A team lead sees the groups of the own team and can set them up.
set-up-teams-now = The teams
set-up-teams-empty = There is no team yet. Add the first team below.
set-up-people = { $number ->
    [one] { $number } colleague
   *[other] { $number } colleagues
}
set-up-rename = Another name
set-up-add-team = Add a team
set-up-groups = Set up groups
set-up-groups-what = All groups of your organisation. You see no answers of members here.
set-up-groups-team = The groups of your team.
set-up-groups-empty = There is no group yet. Add the first group below.
set-up-no-leader = nobody leads this group
set-up-one-leader = one therapist
set-up-no-plan = no measurement plan yet
set-up-no-leader-do = Nobody leads this group. Put a therapist on it, or nobody reads its alerts.
set-up-one-leader-do = This group has one therapist. Two therapists are safer, above all with severe problems.
set-up-add-group = Add a group
set-up-change-group = Details of the group
set-up-members = Members
set-up-plan = Measurement plan and fixed time
set-up-parts = Therapists
set-up-over = over
set-up-end-part = Last day
set-up-add-part = Put a colleague on the group
set-up-no-carers = There is no therapist or team lead yet. Add a colleague first.
set-up-members-what = Peil knows a member only by the name in the group.
set-up-members-now = Who is there, and was
set-up-members-empty = There is nobody yet. Add the first member above.
set-up-research-since = Research: consent since { $day }
set-up-research-none = Research: no consent
set-up-research-what = With consent, research gets the data without a name. The member may withdraw that at any time, also after the group. A later file for research then leaves out their data.
set-up-add-member = New member
set-up-add-member-what = Then you see the member’s own code once. It is needed at the tablet.
set-up-add-known = Member of another group
set-up-add-known-what = The member keeps the own code.
set-up-add-known-open = Choose somebody whom Peil knows
set-up-correct = Correct the days
set-up-scored = There are scores. The first day does not change any more; the planned last day may.
set-up-organisation = Organisation
set-up-organisation-what = What holds for all groups.
set-up-name = Name
set-up-signals = Signals
set-up-signals-what = A signal is a reason to talk, never a judgement or advice. Safety alerts always stay on.
set-up-signals-purpose = What signals are for
set-up-signals-are-on = signals are on
set-up-signals-are-off = signals are off
set-up-wall = Screen in the group’s room
set-up-wall-what = Only from this number of answers on does the screen show anything. Fewer than five is not possible.
set-up-rules = Rules of signals
set-up-rules-what = Every group is judged anew afterwards. The rules themselves stand in the explanation. Below each number stands what it is called in files and commands.
set-up-rules-now = The numbers
set-up-rule-range = Usually { $usual }, from { $lowest } to { $highest }
set-up-rule-set = own choice
set-up-rule-deterioration-confirmed = Measurements in a row that confirm a deterioration
set-up-rule-off-track-from = Measurement from which the course is judged
set-up-rule-forecast-weeks = Weeks looked ahead to
set-up-rule-forecast-watch = Share of clients expected to do better: from here keep an eye on
set-up-rule-forecast-attention = Share of clients expected to do better: from here more attention
set-up-rule-stagnation-attended = Sessions attended since the start
set-up-rule-stagnation-scores = Scores, with that of the start
set-up-rule-stagnation-recent = Newest scores in which progress is looked for
set-up-rule-stagnation-progress = Share of a reliable change that counts as progress
set-up-rule-stagnation-probability = Chance of a reliable improvement below which the signal comes
set-up-rule-relapse-held = Measurements in a row that the improvement was held
set-up-rule-recovered-held = Measurements in a row recovered
set-up-rule-silence = Attended sessions in a row without a completed form
set-up-rule-dropout-absences = Absences without notice
set-up-rule-dropout-window = Sessions among which these are counted
set-up-rule-dropout-probability = Chance of leaving within four sessions, from which the signal comes
set-up-rule-stall-window = Newest sessions over which the line of the group is taken
set-up-rule-stall-coverage = Certainty of that line
set-up-rule-stall-windows = Stretches of other groups needed to compare with
set-up-rule-stall-share = Share of the members with complaints who stand still or lag behind
set-up-rule-stall-until = Sessions that members have taken part in on average, up to which the rule speaks
set-up-rule-rupture-deviations = Standard deviations below the usual rating
set-up-rule-rupture-members = Members who rate much lower in one session
set-up-rule-usual-sessions = Earlier sessions needed to know what is usual
set-up-rule-split-ratio = Times as far apart as usual (as variance)
set-up-rule-split-sessions = Sessions in a row
set-up-rule-outsider-deviations = Standard deviations below the rating of the others
set-up-rule-outsider-sessions = Sessions with such a low rating
set-up-rule-outsider-window = Newest sessions among which these are counted
set-up-rule-sudden-share = Share of the score before that makes a sudden change large enough
set-up-rule-of = Rule { $rule }
set-up-rule-remark = Sudden change
set-up-changes = Changes
set-up-changes-what = The last 200. Names of members do not stand here.
set-up-changes-now = Who changed what
set-up-changes-empty = Nothing was set up or changed yet.
set-up-when = When
set-up-who = Who
set-up-subject = Of what
set-up-field = What
set-up-was = Was
set-up-became = Became
set-up-console = system administrator
set-up-kind-organisation = organisation
set-up-kind-account = colleague
set-up-kind-team = team
set-up-kind-group = group
set-up-kind-membership = membership
set-up-field-email = E-mail address
set-up-field-name = Name
set-up-field-role = Role
set-up-field-team = Team
set-up-field-profession = Profession
set-up-field-language = Language
set-up-field-kind = Kind of group
set-up-field-method = Method
set-up-field-format = How members come and go
set-up-field-setting = Setting (care performance model)
set-up-field-planned-size = Number of places
set-up-field-planned-sessions = Number of sessions
set-up-field-started-on = First day
set-up-field-ended-on = Last day
set-up-field-account = Colleague
set-up-field-part = Part
set-up-field-from = From
set-up-field-until = Until
set-up-field-pseudonym = Name in the group
set-up-field-client = Member
set-up-field-joined-on = First day
set-up-field-planned-end-on = Planned last day
set-up-field-fewest = Number of answers
set-up-field-signals = Signals
set-up-field-state = Access
set-up-field-group = Group
set-up-field-time-zone = Time zone
set-up-field-baseline-figure = Policy figure of 2025
set-up-hint-role = A team lead sees the groups of the own team. An administrator sees no answers.
set-up-hint-team = A team lead always has a team.
set-up-hint-format = Do members come together, at fixed moments, or all year round?
set-up-hint-setting = The setting of the invoice.
set-up-hint-ended-on = Only when the group has stopped.
set-up-hint-part = Lead and co-lead may do everything in the group. Whoever learns or looks on changes nothing.
set-up-hint-pseudonym = The name that the member chooses. No surname.
set-up-setting-1 = 1 – independent
set-up-setting-2 = 2 – ambulatory, one discipline
set-up-setting-3 = 3 – ambulatory, more disciplines
set-up-wrong-email = Fill in an e-mail address, as in name@example.org.
set-up-wrong-name = Fill in a name of 1 to 200 characters.
set-up-wrong-role = Choose a role from the list.
set-up-wrong-team = Choose a team from the list. A team lead always has a team.
set-up-wrong-profession = Choose a profession from the list.
set-up-wrong-language = Choose Dutch or English.
set-up-wrong-kind = Choose a kind from the list.
set-up-wrong-method = Choose a method from the list.
set-up-wrong-format = Choose open, closed or fixed moments.
set-up-wrong-setting = Choose a setting from 1 to 8.
set-up-wrong-planned-size = Fill in a number from 1 to 40, or nothing.
set-up-wrong-planned-sessions = Fill in a number from 1 to 500, or nothing.
set-up-wrong-started-on = Choose a day. It does not lie after the first member or session.
set-up-wrong-ended-on = Choose a day after the first day and not ahead, or nothing.
set-up-wrong-account = Choose a therapist or team lead who may log in.
set-up-wrong-part = Choose a part from the list.
set-up-wrong-from = Choose a day.
set-up-wrong-until = Choose a day that does not lie before the first day.
set-up-wrong-pseudonym = Fill in a name of 1 to 60 characters.
set-up-wrong-client = Choose a member from the list.
set-up-wrong-joined-on = Choose a day within the time of the group, at most a year ahead.
set-up-wrong-planned-end-on = Choose a day after the first day, or nothing.
set-up-wrong-fewest = Fill in a number from 5 to 20.
set-up-wrong-signals = Choose on or off.
set-up-wrong-state = Choose blocked or not.
set-up-do-save = Save
set-up-do-back = Set back
set-up-do-add-user = Add and make a link
set-up-do-add-team = Add team
set-up-do-add-group = Add group
set-up-do-add-part = Put on the group
set-up-do-end-part = Save last day
set-up-do-add-member = Add and show the code
set-up-do-add-known = Add
set-up-do-correct = Save days
set-up-do-give-research = Record consent
set-up-do-withdraw-research = Withdraw consent
set-up-do-rename = Save name
set-up-do-block = Block
set-up-do-unblock = Allow to log in again
set-up-do-new-link = Make a new link
set-up-do-signals-on = Switch signals on
set-up-do-signals-off = Switch signals off
welcome-title = Choose your password
welcome-for = Welcome, { $name }
welcome-what = Choose a password that nobody else knows. Then you log in with it.
welcome-password = New password
welcome-password-hint = At least 12 characters. A sentence works well.
welcome-again = Once more
welcome-do = Save password
welcome-wrong-short = Choose at least 12 characters.
welcome-wrong-differ = The two passwords are not the same.
part-lead = lead
part-co = co-lead
part-trainee = trainee
part-observer = looks on
profession-psychologist = psychologist
profession-psychotherapist = psychotherapist
profession-expressive-therapist = expressive therapist
profession-psychiatric-nurse = psychiatric nurse
profession-nurse-specialist = nurse specialist
profession-experience-expert = experience expert
profession-psychiatrist = psychiatrist
profession-other = other profession
method-cbt = cognitive behavioural therapy
method-mbt = mentalisation (MBT)
method-schema = schema therapy
method-dbt = dialectical behaviour therapy
method-git-pd = GIT-PD
method-act = ACT
method-pmt = psychomotor therapy
method-interpersonal = interpersonal (Yalom)
method-psychodrama = psychodrama
method-balint = Balint
method-other = other method
problem-field-refused-title = A field is not right
problem-field-refused-what = Nothing was saved.
problem-field-refused-do = Look at the field and try again.
problem-email-taken-title = This e-mail address is in use
problem-email-taken-what = An account has this address, perhaps at another organisation.
problem-email-taken-do = Choose another address.
problem-name-taken-title = This name is in use
problem-name-taken-what = Something else is called so.
problem-name-taken-do = Choose another name.
problem-last-administrator-title = This is the last administrator
problem-last-administrator-what = Without an administrator nobody can set anything up.
problem-last-administrator-do = Make somebody else administrator first.
problem-account-blocked-title = This account is blocked
problem-account-blocked-what = Whoever is blocked gets no link.
problem-account-blocked-do = Allow this colleague to log in again first.
problem-has-parts-title = This colleague is still on a group
problem-has-parts-what = In the new role this colleague does not see the group any more.
problem-has-parts-do = Fill in a last day at the group first.
problem-has-members-title = The group still has members
problem-has-members-what = A group stops when nobody is in it any more.
problem-has-members-do = End the stay of each member first.
problem-part-overlaps-title = This colleague is on the group already
problem-part-overlaps-what = The days overlap with another part in this group.
problem-part-overlaps-do = Fill in a last day there first.
problem-already-member-title = This member is in the group already
problem-already-member-what = The days overlap with another stay in this group.
problem-already-member-do = Choose another day, or another member.
problem-pseudonym-taken-title = This name was used in the group
problem-pseudonym-taken-what = Somebody in this group is called so, or was.
problem-pseudonym-taken-do = Let the member choose another name.
problem-has-scores-title = The first day does not change any more
problem-has-scores-what = There are scores of this member in the group, or the lot decided this day.
problem-has-scores-do = Leave the first day as it is. The planned last day you can change.
problem-link-spent-title = This link does not work any more
problem-link-spent-what = A link works once, for three days.
problem-link-spent-do = Ask your administrator for a new link.
# Groups of a team beside each other

nav-team = Team
team-title = Groups side by side
team-lead = The groups of your team: what to expect of each for clients who start alike, and how often forms are filled in, people come, stop, and signals are answered.
team-no-team = Your account belongs to no team. Ask your administrator to connect you to a team; its groups will then stand here.
team-no-groups = Your team has no groups yet. As soon as a group belongs to your team, it stands here.
team-choices = What you see
team-choice-measure = Questionnaire
team-choice-kind = Kind of group
team-choice-window = Stays
team-choice-sort = Order
team-window-year = of the last year
team-window-all = all
team-sort-name = by name
team-sort-start = by first day
team-counted-since = Stays that began since { $day } count.
team-counted-all = All stays count.
team-as-of = The comparison is of { $day }, { $time }.
team-newest = Nothing came since.
team-newer = { $newer ->
    [one] One questionnaire was filled in since. It counts as soon as it is quiet.
   *[other] { $newer } questionnaires were filled in since. They count as soon as it is quiet.
}
team-changed = Something was changed since. It counts as soon as it is quiet.
team-counting = The comparison is being made. That mostly takes less than a minute. Then it stands here by itself.
team-look-again = Look again
team-there = The comparison is ready.
team-show = Show the comparison
team-failed = The comparison could not be made. Peil tries again in ten minutes. Does this stay so? Then ask your administrator to look in the log.
team-undetermined = No comparison that can be relied on follows from these scores. Choose all stays, or ask the questionnaire after every session.
team-no-rank = The groups never stand in order of outcome: such a ranking mostly shows chance, and groups with few clients end up at the top or the bottom by themselves.
team-few = There are { $groups } groups of this kind. That is few: read the intervals as a rough estimate.
team-described = Your organisation has fewer than five groups of this kind whose clients filled in this questionnaire at least twice. So they are described, not compared. Choose another kind or all stays, or ask the questionnaire after every session.
team-no-scores = There are no scores yet to compare groups by. Put a questionnaire about symptoms or well-being in the plan of the groups.
team-none-large-enough = None of your groups of this kind has { $fewest } clients with two scores or more. Of fewer clients no outcome is shown.
team-group = group
team-clients = clients
team-effective = count for
team-mean = mean
team-as-expected = as expected
team-limit-inner = 95 %
team-limit-outer = 99.8 %
team-effects-alike = These groups cannot be told apart
team-effects-apart = More groups stand apart than chance explains: { $apart } of { $groups }
team-effects-chance = Of { $groups } intervals { $apart ->
    [one] one lies
   *[other] { $apart } lie
} wholly on one side of the line; by chance alone at most about { $expected } would.
team-effects-key = A mark says what is to be expected of this group { $week } weeks after the start for clients who start alike, in points of { $measure }: higher is better. The model counts { $groups } groups, and only clients with two scores or more: read it beside how many stopped.
team-effects-zero = The line is the mean of all groups of this kind in your organisation ({ $kind }).
team-effects-interval = The stroke through a mark is the 95 % interval. Groups with few clients are estimated closer to the mean. A diamond: the interval does not touch the line.
team-effects-axis = { $measure }: points better than the mean
team-funnel-inside = All groups lie within the limits of 95 %
team-funnel-beyond = { $inner ->
    [one] One group lies
   *[other] { $inner } groups lie
} beyond the limit of 95 %, { $outer } beyond that of 99.8 %, of { $groups }
team-funnel-key = A mark is the mean difference between the last score and what was to be expected with this start and this kind of group, in points of { $measure }: higher is better. The more clients, the closer the limits lie to zero. Members of a group are alike; the limits take that into account. About one in twenty groups usually lies beyond the limit of 95 %. A diamond lies beyond. The number is the one in the table.
team-funnel-axis = { $measure }: points better than expected
team-numbers-caption = The numbers behind both charts, in points; higher is better
team-column-effect = from the mean (95 %)
team-column-difference = from what was expected
team-interval = { $value } ({ $lower } to { $upper })
team-shares-title = Filling in, coming, stopping, answering
team-shares-caption = For each group, with the 95 % interval and what was counted
team-started = began
team-completion = forms filled in
team-attendance = came
team-dropout = stopped, of those who ended
team-signals = signals looked at in time
team-of = { $part } of { $whole }
team-share = { $percent } % ({ $lower }–{ $upper }), { $of }
team-nothing-counted = nothing to count
team-not-compared = not compared
team-too-few = fewer than { $fewest } clients: nothing is shown of them
team-shares-note = ‘Count for’: members of one group are alike, so ten members count for fewer than ten separate clients. A percentage of stopping is shown from { $ended } ended stays on. These numbers are about groups, not about therapists.
team-signals-note = Looked at in time: somebody saw, discussed or acted within the time that your organisation chose for safety alerts, and for other signals within { $days } days.

# A case for intervision

case-open = Case for intervision
case-title = Case for intervision
case-client = This client
case-size-small = group of up to 5 members
case-size-middle = group of 6 to 8 members
case-size-large = group of 9 members or more
case-weeks = { $weeks ->
    [one] 1 week in the group
   *[other] { $weeks } weeks in the group
}
case-weeks-ended = { $weeks ->
    [one] stay of 1 week, ended
   *[other] stay of { $weeks } weeks, ended
}
case-signals = Signals
case-no-signals = There were no signals.
case-at = Session { $number }
case-outside = Outside the sessions
case-alert = safety alert ({ $level })
case-urgency-note = for your information
case-urgency-watch = to watch
case-urgency-attention = to talk about
case-ceased = over
case-presence = Coming and filling in
case-came = Present { $present } times, away { $away } times, of which { $without } without a word.
case-answered = { $answered } of { $asked } forms that were asked were filled in.
case-questions = Questions for the intervision
case-left-out-title = Before you share this
case-left-out = Left out: name and pseudonym, dates, group, team, organisation, therapists, goals, and all that the client or a therapist wrote. Sessions are counted from the start of the stay.
case-check = Look for yourself: an unusual story or a rare course may still be recognised, also by members of the group. Tell no more than is needed, and collect the sheet afterwards.
case-footer = Peil. For intervision under confidentiality.
case-full = Not everything fits on this sheet; older signals were left out.

## Waiting list

waiting-title = Waiting list
waiting-what = Who waits for this group, and when there is room.
waiting-add = New member
waiting-measure = Measure while waiting
waiting-who = { $people ->
    [0] Nobody waits
    [one] One member waits
   *[other] { $people } members wait
}
waiting-nobody = Give a new member a first day that is still to come. Then they stand here.
waiting-phase = What is measured while waiting is the start of the comparison: how was it before the group? Here stands only how often was measured.
waiting-since = Waits since { $day }.
waiting-since-unknown = Unknown since when.
waiting-begins = Expected to begin on { $day }.
waiting-could-begin = Was to begin on { $day }, but came to no session yet.
waiting-measured = { $times ->
    [one] Measured on one day: { $day }.
   *[other] Measured on { $times } days, last on { $day }.
}
waiting-not-measured = Not measured yet.
waiting-change = Another day, or stop waiting
waiting-drawn = The lot has decided when this member begins. So the first day does not change here.
waiting-give-up-what = Who no longer wants to wait did not drop out: this counts in no figure about stopping.
waiting-give-up = Stops waiting
waiting-places = Places
waiting-taken = { $members } of { $places } places are taken.
waiting-free = { $free ->
    [one] One place is free.
   *[other] { $free } places are free.
}
waiting-full = No place is free.
waiting-over = { $over ->
    [one] There is one member more than there are places.
   *[other] There are { $over } members more than there are places.
}
waiting-ends = { $names }: done as planned.
waiting-comes = { $names }: begins.
waiting-no-days = No day is known on which a place comes free. Give the members a planned last day.
waiting-no-size = It is not known how many places this group has.
waiting-set-up = Fill it in with what the group is.
waiting-ask = Ask your administrator.
waiting-entries = Days of entry
waiting-no-cycle = This group has no fixed days of entry.
waiting-entry = { $day }, week { $week } of the cycle.
waiting-entry-whole = A whole cycle then lasts up to { $day }.
end-not-begun = not begun
left-not-begun = not begun
set-up-do-waiting-begin = Save the day
set-up-field-cycle-starts-on = First day of the first cycle
set-up-field-cycle-weeks = Weeks in a cycle
set-up-field-entry-weeks = Weeks between two days of entry
set-up-hint-cycle-starts-on = Only when the group has fixed cycles that follow each other. Then fill in the weeks too.
set-up-hint-entry-weeks = As long as the cycle: everybody begins on the first day. Shorter: there are days of entry on the way too.
set-up-wrong-cycle-starts-on = Fill in the first day and both numbers of weeks, or none of the three.
set-up-wrong-cycle-weeks = Fill in a number from 1 to 104, together with the first day, or nothing.
set-up-wrong-entry-weeks = Fill in a number that is not above the weeks in a cycle, or nothing.
problem-stay-has-begun-title = This member has begun
problem-stay-has-begun-what = The member came to a session, so is not on the waiting list any more.
problem-stay-has-begun-do = End the stay on the page of the member.

## Charts of a group

before-last-unknown = Last time: not noted, and nothing filled in.
alternative-group-mean = The mean of the group goes { $span }.
alternative-improvement = Everybody is counted from the own start; higher is better.
chart-group-mean-observed = group (who answered)
chart-group-mean-members = group (mean of the members)
chart-table-caption-improvement = Improvement by session, counted from the own start
attendance-each-leads = A number opens what was written down after that session.
chart-key-left-out = { $members ->
    [one] One former member does not fit in and is left out.
   *[other] { $members } former members do not fit in and are left out.
}
change-key-former = { $members ->
    [one] One member who left is not in it.
   *[other] { $members } members who left are not in it.
}

fellows-title = Composition of groups
fellows-sub = Does it matter who else sits in the group? All groups of your organisation together, measured with one questionnaire.
fellows-link = Does it matter who else sits in the group?
fellows-groups = Groups:
fellows-all = all groups
fellows-closed = closed groups only
fellows-of = Of { $groups } groups with { $members } members it is known where each began and how much better or worse it went after. { $left ->
    [0] Nobody is left out.
    [one] One member is left out: measured once only, or too few fellow members with a score.
   *[other] { $left } members are left out: measured once only, or too few fellow members with a score.
}
fellows-few = There { $groups ->
    [one] is { $groups } group
   *[other] are { $groups } groups
} with at least three members who were measured. Peil compares from { $needed } groups on: with fewer, a difference cannot be told from chance. The composition of one group is on the page of that group.
fellows-nothing = There are no scores yet. Once groups have been measured, what can be said stands here.
fellows-alike = All members began with the same score, or all groups are composed alike. Then it cannot be seen what composition does.
fellows-cannot = The model cannot be computed with these scores. Choose another questionnaire, or all groups.
fellows-best = This explanation fits the scores best: { $model }.
fellows-close = Fitting almost as well: { $models }. Peil cannot choose between these explanations.
fellows-model = Explanation
fellows-model-empty = where members began does not count
fellows-model-main = own start and mean of the others
fellows-model-person-fit = also: likeness to the others
fellows-model-diversity = also: how alike the group is
fellows-model-contrast = also: being unlike others who are alike
fellows-model-full = everything separately
fellows-says-others-better = With others in the group who had a higher score, the member improved more.
fellows-says-others-worse = With others in the group who had a higher score, the member improved less.
fellows-says-others-unsure = Whether the scores of the others mattered is not certain: it may have been nothing.
fellows-says-similarity-better = Who was more like the others improved more.
fellows-says-similarity-worse = Who was more like the others improved less.
fellows-says-similarity-unsure = Whether it mattered how much one was like the others is not certain: it may have been nothing.
fellows-says-others-similarity-better = Where the others were more alike, the member improved more.
fellows-says-others-similarity-worse = Where the others were more alike, the member improved less.
fellows-says-others-similarity-unsure = Whether it mattered how alike the others were is not certain: it may have been nothing.
fellows-effects-title = What each part does
fellows-effects-what = In points of improvement, with everything counting at once. Each score is recoded: the lowest score of the questionnaire is −1, the highest is 1. Likeness runs from −1 (opposite ends) to 1 (alike).
fellows-effects = Points of improvement for one step more
fellows-effect = Part
fellows-points = Points
fellows-term-own = own start
fellows-term-others = mean of the others
fellows-term-similarity = likeness to the others
fellows-term-others-similarity = how alike the others are
fellows-submodels-title = Which explanation fits
fellows-submodels-what = Six models beside each other (GAPIM, Kenny and Garcia 2012). Lower is better. A difference of less than 2 says little.
fellows-submodels = Models, the best fitting first
fellows-aic = AIC
fellows-higher = Difference
fellows-weight = Weight
fellows-left-out-collinear = Not compared: { $model }. In these groups that follows from the rest.
fellows-left-out-not-fitted = Not compared: { $model }. That model could not be computed.
fellows-cannot-title = What this does not show
fellows-not-by-lot = Members were not put into groups by lot. A difference need not be caused by the group.
fellows-own-start = Who begins badly more often improves anyway. That is why one’s own start always counts.
fellows-open-groups = In an open group not everybody sat with everybody. Choose closed groups only if you have enough of them.
fellows-one-trait = This is about the score at the start only, not about age, background or complaints. With a file of your own that can be done with the command peil composition.

nav-leading = My groups
leading-what = Groups that you guide. You open the session, note who is there and show the code for the tablet. You see no results.
leading-empty = You guide no group yet. Ask the administrator to add you to one.
leading-no-plan = This group has no measurement plan yet. Ask the administrator to make one.
leading-worry = You see no results and no alerts; those go to the therapist or to whoever is on duty. If you worry about somebody, call the therapist or the duty line of your organisation.

selection-title = Sign-up and selection
selection-what = Who was put forward for this group, and the three conversations before the first day. Only who leads the group sees this.
selection-open = On the way
selection-nobody = Nobody is put forward at present.
selection-add = Put somebody forward
selection-add-what = For who is still to have conversations. If everything was talked about, use New member.
selection-done = Finished
selection-since = Put forward { $day }.
selection-next = Next: { $step }.
selection-ended = Outcome: { $outcome }.
selection-entered = In the group, or on the waiting list with a first day.
selection-not-yet = Its turn comes after the conversation before it.
selection-correct = Correct
selection-held = { $day }, conversation with { $name }.
selection-motivation = Wants to take part: { $mark } of 10.
selection-motivation-changed = Wants to take part: { $mark } of 10; in the conversation before { $earlier }.
selection-expectation = Expects help from the group: { $mark } of 10.
selection-expectation-changed = Expects help from the group: { $mark } of 10; in the conversation before { $earlier }.
selection-corrected = Before it said: { $was } Written down by { $name }, { $at }.
selection-step-diagnostic = Diagnostic conversation
selection-step-advice = Advice conversation
selection-step-contract = Contract conversation
selection-step-what-diagnostic = What is the matter, and what has been tried?
selection-step-what-advice = Which treatment fits, and why this group? The points below are a reminder for the talk. They decide nothing. With a first day, somebody is on the waiting list from now on.
selection-step-what-contract = What may client and group count on? Consent is recorded here, each apart.
decided-together = Decided together
decided-client = Decided by the client, against the advice
decided-team = Decided by the team
decided-policy = What we always do
selection-outcome-goes-on = goes on
selection-outcome-other-group = another group
selection-outcome-individual = individual treatment
selection-outcome-stops = stops here
check-no = no
check-yes = yes
check-not-asked = not talked about
set-up-field-step = Conversation
set-up-wrong-step = first the conversation before it.
set-up-field-held-on = Date of the conversation
set-up-wrong-held-on = choose today or a day before.
set-up-field-held-by = Conversation with
set-up-wrong-held-by = choose a therapist of this group.
set-up-field-decided = How was it decided?
set-up-wrong-decided = choose how it was decided.
set-up-hint-decided = Decided together: client and therapist chose after the options were explained.
set-up-field-outcome = Outcome
set-up-wrong-outcome = choose an outcome. After a later conversation or a stay it can only be ‘goes on’.
set-up-field-motivation = How much do you want to take part?
set-up-wrong-motivation = a whole number from 0 to 10.
set-up-hint-motivation = The client answers: 0 is not at all, 10 is very much.
set-up-field-expectation = How much do you expect the group to help you?
set-up-wrong-expectation = a whole number from 0 to 10.
set-up-hint-expectation = The client answers: 0 is nothing, 10 is very much.
set-up-field-psychosis = Acute psychosis
set-up-wrong-psychosis = choose yes, no or not talked about.
set-up-field-trauma = Severe complaints after trauma
set-up-wrong-trauma = choose yes, no or not talked about.
set-up-field-overstimulation = Gets overstimulated in a group
set-up-wrong-overstimulation = choose yes, no or not talked about.
set-up-field-understanding = Language or thinking makes it hard to join in
set-up-wrong-understanding = choose yes, no or not talked about.
set-up-field-reflection = Little room to look at oneself
set-up-wrong-reflection = choose yes, no or not talked about.
set-up-field-attendance = Talked about: coming every time, and signing off
set-up-wrong-attendance = choose yes, no or not talked about.
set-up-field-confidentiality = Talked about: what is said in the group stays there
set-up-wrong-confidentiality = choose yes, no or not talked about.
set-up-field-ending = Talked about: when and how it ends
set-up-wrong-ending = choose yes, no or not talked about.
set-up-field-research-export = Consent: data without a name for research
set-up-wrong-research-export = choose yes, no or not talked about.
set-up-field-show-in-group = Consent: showing the own line in the group
set-up-wrong-show-in-group = choose yes, no or not talked about.
set-up-do-add-candidate = Put forward
set-up-do-record-step = Save the conversation
