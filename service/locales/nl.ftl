# Alle woorden op het scherm, in gewoon Nederlands (B1). De woorden van een vragenlijst staan hier niet: die komen van de
# uitgever en worden nooit herschreven.

## Rand van elke pagina

skip-to-content = Naar de inhoud
nav-label = Onderdelen
nav-groups = Groepen
nav-research = Onderzoek
nav-admin = Beheer
nav-about = Over Peil
language-switch = English
language-nl = Nederlands
language-en = Engels
logout = Uitloggen
list-last = { $before } en { $last }
of = { $number } van { $total }
then-now = en daarna

## Datum

date-day = { $weekday } { $day } { $month } { $year }
weekday-1 = ma
weekday-2 = di
weekday-3 = wo
weekday-4 = do
weekday-5 = vr
weekday-6 = za
weekday-7 = zo
month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

## Woordenlijsten

role-therapist = therapeut
role-team-lead = teamleider
role-experience-expert = ervaringsdeskundige
role-researcher = onderzoeker
role-administrator = beheerder
kind-psychotherapy = psychotherapie
kind-psycho-education = psycho-educatie
kind-skills = vaardigheden
kind-expressive-therapy = vaktherapie
kind-recovery = herstel
kind-system = systeemtherapie
kind-other = andere groep
format-open = open groep
format-closed = gesloten groep
format-phased = instroom op vaste momenten
attendance-present = aanwezig
attendance-absent-with-notice = afwezig met bericht
attendance-absent-ill = ziek
attendance-absent-holiday = vakantie
attendance-absent-without-notice = afwezig zonder bericht
attendance-absent-other = afwezig, andere reden
attendance-absent = afwezig:
attendance-short-present = aanwezig
attendance-short-absent-with-notice = met bericht
attendance-short-absent-ill = ziek
attendance-short-absent-holiday = vakantie
attendance-short-absent-without-notice = zonder bericht
attendance-short-absent-other = anders
end-completed = afgerond zoals gepland
end-agreed-early = eerder klaar, samen besloten
end-dropout = weggebleven
end-moved = naar een andere groep of behandeling
licence-a = mag met tekst worden gebruikt en doorgegeven
licence-b = vrij volgens derden; voorwaarden nog niet gelezen
licence-c = apart pakket met eigen voorwaarden
licence-d = alleen scoren; tekst via eigen licentie

## Inloggen

login-title = Inloggen
login-intro = Voor therapeuten, onderzoekers en beheerders.
login-email = E-mailadres
login-password = Wachtwoord
login-button = Inloggen
login-client = Bent u deelnemer van een groep?
login-client-link = Naar de vragen

## Groepen

groups-title = Groepen
groups-count = { $number ->
    [0] Nog geen groepen
    [one] 1 groep waar u bij hoort
   *[other] { $number } groepen waar u bij hoort
}
groups-empty-title = U hoort nog bij geen groep
groups-empty-do = Vraag uw beheerder om u aan een groep toe te voegen. Daarna staat de groep hier.
groups-last = laatste sessie { $day }
groups-answered = { $answered } van { $members } vulden in
groups-session-open = sessie is open
groups-ended = afgerond
groups-signals = { $number ->
    [one] 1 punt om te bespreken
   *[other] { $number } punten om te bespreken
}
groups-no-signals = geen signalen
session-of = Sessie { $number } van { $planned }
session-number = { $number ->
    [0] Buiten de sessies
   *[other] Sessie { $number }
}
session-none = Nog geen sessie

## Groep

group-members = { $members ->
    [one] 1 lid
   *[other] { $members } leden
}
group-start-session = Start sessie { $number }
start-other-day = De volgende sessie van deze groep is { $day }, niet vandaag.
start-held-today = Deze groep had vandaag al een sessie. Ging die te vroeg dicht? Open haar dan weer: dat kan op de pagina van die sessie.
start-anyway = Start sessie { $number } toch vandaag
group-to-session = Naar sessie { $number }
measures-label = Wat de groep invult
side-label = Bij dit beeld
live-updated = Bijgewerkt om { $time }
live-lost-title = Geen verbinding.
live-lost = Nieuwe antwoorden komen nu niet vanzelf binnen. Peil blijft het proberen.
course-improving = { $exceptions ->
    [0] De groep gaat vooruit
    [one] De groep gaat vooruit, één lid gaat achteruit
    [2] De groep gaat vooruit, twee leden gaan achteruit
    [3] De groep gaat vooruit, drie leden gaan achteruit
    [4] De groep gaat vooruit, vier leden gaan achteruit
   *[other] De groep gaat vooruit, { $exceptions } leden gaan achteruit
}
course-unclear = { $exceptions ->
    [0] De groep verandert nog niet duidelijk
    [one] De groep verandert nog niet duidelijk, één lid gaat achteruit
    [2] De groep verandert nog niet duidelijk, twee leden gaan achteruit
    [3] De groep verandert nog niet duidelijk, drie leden gaan achteruit
    [4] De groep verandert nog niet duidelijk, vier leden gaan achteruit
   *[other] De groep verandert nog niet duidelijk, { $exceptions } leden gaan achteruit
}
course-worsening = { $exceptions ->
    [0] De groep gaat achteruit
    [one] De groep gaat achteruit, één lid betrouwbaar
    [2] De groep gaat achteruit, twee leden betrouwbaar
    [3] De groep gaat achteruit, drie leden betrouwbaar
    [4] De groep gaat achteruit, vier leden betrouwbaar
   *[other] De groep gaat achteruit, { $exceptions } leden betrouwbaar
}
course-too-few = Nog te weinig metingen voor een lijn
course-described = Hoe de leden de sessies beoordelen
course-shown = Het verloop van de groep tot nu toe
chart-scale = { $measure }, omhoog is beter.
chart-change-better = Leden: gemiddeld { $points } punten beter dan bij hun start (95 %: { $low } tot { $high }).
chart-change-worse = Leden: gemiddeld { $points } punten slechter dan bij hun start (95 %: { $low } tot { $high }).
chart-change-same = Leden: gemiddeld geen duidelijke verandering sinds hun start (95 %: { $low } tot { $high } punten beter).
chart-key = Lijn: model per lid; stip: gemeten; geen stip: niet ingevuld.
chart-download = downloaden
chart-table = De cijfers als tabel
chart-table-caption = Gemeten scores per sessie, zoals de vragenlijst ze telt
chart-group-mean = groep (model)
chart-no-score = geen score
chart-none-title = Nog geen beeld
chart-none = Na de eerste ingevulde vragenlijst staat hier het verloop van de groep. Start een sessie en laat de deelnemers de vragen invullen.
column-member = Lid
column-course = Verloop
column-start-now = Start → nu
column-start-end = Start → eind
column-change = Verandering
column-answered = Ingevuld per sessie
column-left = Gestopt
members-title = Leden
members-what = Beter of slechter sinds de start, in punten; nodig: meer dan meetfout; grens: de klinische grens.
members-none = Er zijn nog geen leden.
member-answered = { $answered } van { $sessions }
member-absent = { $number } × afwezig
category-recovered = hersteld
category-improved = betrouwbaar beter
category-unchanged = geen betrouwbaar verschil
category-deteriorated = betrouwbaar slechter
category-none = geen oordeel
points-better = { $points } beter
points-worse = { $points } slechter
points-same = gelijk gebleven
points-needed = nodig { $points }
clinical-cutoff = grens { $points }
not-judged-too-few = minder dan twee metingen
not-judged-unverified = betrouwbaarheid niet gecontroleerd
cell-answered = ingevuld
cell-not-answered = aanwezig, niet ingevuld
cell-absent = afwezig
cell-absent-with-notice = afwezig met bericht
cell-absent-ill = ziek
cell-absent-holiday = vakantie
cell-absent-without-notice = afwezig zonder bericht
cell-absent-other = afwezig, andere reden
cell-unknown = aanwezigheid niet genoteerd
cell-not-member = nog geen lid
mark-answered = ■
mark-not-answered = □
mark-absent-with-notice = B
mark-absent-ill = Z
mark-absent-holiday = V
mark-absent-without-notice = –
mark-absent-other = A
mark-unknown = ?
mark-not-member = ·
attendance-per-session = Wie kwam en wie invulde, per sessie
former-title = { $number ->
    [one] 1 eerder lid
   *[other] { $number } eerdere leden
}
former-after = na sessie { $number }

## Signalen

signals-title = Om te bespreken
signals-none = Geen signalen. Dat betekent niet dat het met iedereen goed gaat: vraag ernaar.
signals-off = Signalen staan uit voor deze organisatie.
signals-caution = Een signaal is een reden om te praten, geen diagnose.
signal-rule = { $session ->
    [0] Buiten de sessies · regel { $rule }, versie { $version }
   *[other] Sessie { $session } · regel { $rule }, versie { $version }
}
signal-safety-title = { $name }: ga in gesprek
signal-safety = Het antwoord op vraag { $item } van { $instrument } vraagt om een gesprek op dezelfde dag. Het zegt niet hoe groot het gevaar is.
signal-asked = Uit wat is ingevuld bij { $instrument }. Het antwoord of de score staat in de melding.
signal-safety-open-title = { $name }: vraag ernaar
signal-safety-open = Vraag { $item } van { $instrument } bleef open. Een open antwoord is geen nee.
sig-title-det = { $name } gaat achteruit
sig-title-off = { $name } blijft achter bij het verwachte beloop
sig-title-off-amber = { $name } zit iets onder het verwachte beloop
sig-title-off-p = { $name } gaat een ongunstig einde tegemoet
sig-title-stag = { $name } staat stil
sig-title-stag-p = { $name }: de vooruitgang wordt op tijd onwaarschijnlijk
sig-title-rel = { $name } valt terug
sig-title-rec = { $name }: tijd om terug te kijken
sig-title-miss = { $name } vult niets in
sig-title-drop = { $name } haakt misschien af
sig-title-g-stall = De groep als geheel staat stil
sig-title-g-rupt = De sessie kreeg oordelen die veel lager zijn dan anders
sig-title-g-split = De groep oordeelt steeds verschillender over de sessie
sig-title-g-out = { $name } beoordeelt de sessie lager dan de anderen
sig-det = De score is bij { $times ->
    [1] één meting
   *[other] { $times } metingen na elkaar
} { $points } punten slechter dan bij de start; vanaf { $limit } punten is dat meer dan meetfout.
sig-off-red = De score is { $now }, waar rond { $expected } te verwachten was; hij ligt voorbij de grens van { $limit }, waar ongeveer 1 op de 10 metingen van zulke cliënten voorbij ligt.
sig-off-amber = De score is { $now }, waar rond { $expected } te verwachten was; hij ligt voorbij de eerste grens ({ $limit }), waar ongeveer 1 op de 6 metingen van zulke cliënten voorbij ligt, en niet voorbij de tweede.
sig-off-p = Naar alle scores tot nu toe is { $weeks ->
    [0] het niveau nu
   *[other] het niveau dat over { $weeks } weken te verwachten is
} { $own }; bij cliënten met deze start is dat { $expected }, en van 100 zulke cliënten is van { $better } een beter beloop te verwachten.
sig-stag = Na { $attended } bijgewoonde sessies is de score { $way ->
    [better] { $points } { $form ->
        [one] punt
       *[other] punten
    } beter dan bij de start, minder dan de { $limit } punten die buiten meetfout vallen
    [same] even hoog als bij de start
    [worse] { $points } { $form ->
        [one] punt
       *[other] punten
    } slechter dan bij de start
   *[lost] { $points } punten slechter dan bij de start, wat eerder achteruitgang is dan stilstand
}, en de laatste metingen brachten bijna geen verbetering.
sig-stag-p = Naar wat tot nu toe is gemeten, is de kans { $percent } op 100 op een score die aan het geplande einde { $points } punten of meer beter is dan bij de start.
sig-below-one = minder dan 1
sig-rel = De score was { $best } op zijn best en is nu { $now }: { $points } punten verloren, waar { $limit } punten of meer een reden is om ernaar te vragen, al is een beste score ook toeval.
sig-rec = De score ligt bij { $times } metingen na elkaar aan de gezonde kant van { $cutoff } en is betrouwbaar beter dan bij de start.
sig-miss = Bij { $times } bijgewoonde sessies na elkaar is niets ingevuld.
sig-mark-absences = { $absences } keer afwezig zonder bericht in de laatste sessies.
sig-mark-session-score = De laatste sessie is veel lager beoordeeld dan de vorige.
sig-mark-session-score-numbers = De laatste sessie is veel lager beoordeeld dan de vorige: { $now }, en de vorige { $before }.
sig-mark-silence = Meermalen aanwezig zonder iets in te vullen.
sig-drop-model = Van 100 cliënten met zo’n verloop stoppen er ongeveer { $next } bij de volgende sessie op eigen initiatief (tussen { $next-lower } en { $next-upper }){ $sessions ->
    [one] .
   *[other] , en ongeveer { $percent } binnen { $sessions } sessies (tussen { $lower } en { $upper }).
}
sig-g-stall = Over de laatste { $window } gemeten sessies staat niet vast dat de groep nog vooruitgaat (tussen { $lower } en { $upper } punten per week, met { $percent } % zekerheid), en van de leden met klachten ({ $clinical }) { $stuck ->
    [one] staat er 1 stil of blijft achter
   *[other] staan er { $stuck } stil of blijven achter
}.
sig-g-rupt-mean = Het gemiddelde oordeel over de sessie is { $mean }, waar de groep anders rond { $usual } zit.
sig-g-rupt-members = { $fallen } leden beoordelen deze sessie veel lager dan hun vorige, en het gemiddelde is { $mean }, waar de groep anders rond { $usual } zit.
sig-g-rupt-members-first = { $fallen } leden beoordelen deze sessie veel lager dan hun vorige, en het gemiddelde oordeel is { $mean }; wat hier gewoon is, is nog niet bekend.
sig-g-split = De oordelen over de sessie liggen { $ratio } keer zo ver uit elkaar als gewoonlijk in deze groep.
sig-g-out = Het oordeel over de sessie is { $score }, terwijl de anderen rond { $others } zitten; zo was het bij { $times } van de laatste sessies.
sig-risk = Het antwoord op vraag { $question } van { $instrument } vraagt om een gesprek op dezelfde dag. Het zegt niet hoe groot het gevaar is.
sig-rate-own = Van de { $said } keer dat dit signaal hier werd gegeven, klopte het { $right } keer (interval van 95 %: { $lower } tot { $upper } van de 100).
sig-usual-stays = Ter vergelijking, uit nagebootste groepen: van alle cliënten, met of zonder signaal, is het zo bij { $base } van de 100.
sig-usual-leaving = Ter vergelijking, uit nagebootste groepen: met of zonder signaal stopte een cliënt bij { $base } van de 100 sessies binnen vier sessies.
sig-usual-sessions = Ter vergelijking, uit nagebootste groepen: van alle sessies, met of zonder signaal, was het { $base } van de 100 keer zo.
sig-rate-simulated = In nagebootste groepen klopte dit signaal bij { $right } van de 100 cliënten die het noemde; van alle cliënten is dat zo bij { $base } van de 100.
sig-rate-leaving = In nagebootste groepen stopte bij { $right } van de 100 sessies met dit signaal de cliënt binnen vier sessies; van alle sessies op zo’n moment was dat bij { $base } van de 100 zo.
sig-rate-sessions = In nagebootste groepen klopte dit signaal bij { $right } van de 100 sessies waarin het er was; van alle sessies op zo’n moment was het bij { $base } van de 100 zo.
sig-rate-outsiders = In nagebootste groepen stond het lid bij { $right } van de 100 sessies met dit signaal echt buiten de groep, en bij { $base } van de 100 van alle sessies van leden: het is een waarneming, en de meeste leden die zo worden genoemd, oordelen altijd lager dan de anderen.
sig-rate-model = In nagebootste groepen stopte bij { $right } van de 100 sessies met dit signaal de cliënt binnen vier sessies; van alle sessies van cliënten was dat bij { $base } van de 100 zo.
sig-rate-amber = In nagebootste groepen ging het met { $right } van de 100 cliënten die oranje en nog niet rood waren, aan het einde betrouwbaar slechter dan bij de start, en van alle cliënten met { $base } van de 100: oranje zegt op zichzelf weinig.
sig-rate-not-here = Hier zijn er nog geen { $needed } beoordeeld; pas daarna staat hier het eigen cijfer.
sig-rate-unknown = Hoe vaak dit signaal klopt, is nog niet bekend.
sig-rate-own-settings = Hoe vaak het signaal met deze instellingen klopt, is nog niet bekend: deze regel is anders ingesteld dan gewoonlijk.
sig-rate-fact = Dit signaal voorspelt niets: het is een reden om ernaar te vragen.

signal-open = Open het signaal
signals-quiet = Nog { $number } om te weten of in de gaten te houden
signal-page-note-who = Dit lezen ook uw collega's bij dit signaal. Schrijf geen namen op.
signals-purpose-link = Waarvoor signalen zijn, en hoe vaak ze kloppen
standing-discussed = besproken
tone-good = goed om te weten
tone-plain = om te weten
tone-warn = om in de gaten te houden
tone-bad = om bij de volgende gelegenheid te bespreken
signal-page-what = Wat de regel ziet
signal-page-rule = Regel { $rule }, versie { $version }; module Signalen { $module }.
signal-page-model = Model: { $model }.
signal-page-course-own = Verwacht beloop: uit eigen trajecten, berekend op { $day }.
signal-page-course-file = Verwacht beloop: uit een bestand, ingelezen op { $day }.
signal-page-leaving-own = Model van stoppen: uit eigen trajecten, berekend op { $day }.
signal-page-leaving-file = Model van stoppen: uit een bestand, ingelezen op { $day }.
signal-page-renewed = Sinds { $time } vraagt dit signaal meer aandacht dan eerst. Wat daarvoor is gedaan, ging over de mildere stand.
signal-page-ceased = De regel zwijgt sinds { $time }.
signal-page-outcome = Wat ervan werd
signal-page-outcome-later = Nog niet bekend. Het wordt beoordeeld als het traject van { $name } is afgelopen.
signal-page-outcome-true = Het kwam uit.
signal-page-outcome-false = Het kwam niet uit.
signal-page-outcome-since = Dit is geteld vanaf sessie { $session }, waarin het signaal voor het eerst zo sterk was en op deze grond rustte.
signal-page-outcome-unknown = Of het uitkwam, kan niemand weten: na dit signaal kwam er niets meer om het aan te toetsen.
signal-page-outcome-group = Of dit signaal klopt, wordt hier nooit bekend: wat er echt in een groep gebeurt, meet Peil niet. Hoe vaak het klopt, is alleen in nagebootste groepen gemeten.
signal-page-discuss-title = Besproken
signal-page-discuss-note = Wat is er besproken of besloten? (mag leeg blijven)
signal-page-discuss = Leg vast dat het is besproken
signal-page-close-title = Klaar
signal-page-close-note = Een gesloten signaal verdwijnt uit de lijst van de groep. Het blijft bewaard, en komt terug als de regel meer aandacht vraagt.
signal-page-close = Sluit het signaal

## Waarvoor de signalen zijn

purpose-title = Waarvoor signalen zijn
purpose-lead = Signalen helpen therapeuten om op tijd te zien wie of welke groep een gesprek nodig heeft: wie achteruitgaat, achterblijft, stilstaat, stil wordt of misschien vertrekt. Een signaal is een reden om te praten. Therapeut en cliënt beslissen wat het betekent.
purpose-version = Module Signalen, versie { $version }. De module staat los van het verzamelen en tonen van scores.
purpose-for-title = Voor wie
purpose-for-who = Voor therapeuten die een groep leiden en voor hun teamleiders. Cliënten krijgen geen signalen te zien.
purpose-for-groups = Voor groepen van volwassenen die bij de sessies met dezelfde vragenlijst meten. Hoe langer er wordt gemeten, hoe meer regels iets kunnen zeggen.
purpose-for-not = Niet voor wie in een crisis is, niet om te kiezen wie een behandeling krijgt, en niet voor één meting: een signaal gaat over een beloop. Bij kinderen en in behandelingen zonder groep is de module niet onderzocht.
purpose-not-title = Wat signalen niet zijn
purpose-not-ce = Geen medisch hulpmiddel met CE-markering. Wie de module in de zorg gebruikt, weegt zelf of dat mag.
purpose-not-diagnosis = Geen diagnose en geen advies over behandeling.
purpose-not-decide = Geen besluit: een signaal sluit, boekt, wijzigt en verstuurt niets.
purpose-not-judge = Geen oordeel over een therapeut, en niet bedoeld voor inkoop of afrekening.
purpose-not-alarm = Geen bewaking: geen signaal betekent niet dat het met iedereen goed gaat.
purpose-not-outcome = Geen belofte dat het cliënten beter gaat. Onderzoek naar terugkoppeling in groepen geeft geen eenduidig antwoord: Slone e.a. (2015, doi:10.1037/gdn0000026) vonden een betere uitkomst, Burlingame e.a. (2018) alleen bij een deel van de vergelijkingen, en Koementas e.a. (2018, PubMed 29863395) geen verschil in uitkomst. Peil belooft betere informatie, geen betere uitkomst.
purpose-switch = Een organisatie kan de module uitzetten. Dan wordt er niets berekend en niets getoond; wat is opgeslagen, blijft bewaard.
purpose-rules-title = De regels
purpose-rules-note = Van elk signaal worden de regel, de versie, de getallen en de grens bewaard. Hoe vaak een regel klopt, is gemeten in nagebootste groepen waarvan de afloop bekend is: gesloten groepen die elke week meten met een lijst van 0 tot 27 punten. In andere groepen en met andere lijsten kan het anders zijn.
purpose-rule = Regel { $rule }, versie { $version }
purpose-ours = een voorstel van Peil, niet uit de literatuur
purpose-somebody = Iemand
purpose-det = De score is betrouwbaar slechter dan bij de start (Jacobson en Truax 1991). Na { $times } metingen op rij vraagt het signaal meer aandacht.
purpose-off = De score ligt vanaf meting { $from } buiten de grens die 80 % (rood) of 68 % (oranje) van de cliënten met dezelfde start omvat (naar Finch, Lambert en Schaalje 2001). Zonder verwacht beloop zwijgt de regel.
purpose-off-p = Naar alle scores van de cliënt samen, gewogen met het verwachte beloop, is over { $weeks } weken bij { $watch } van de 100 cliënten met dezelfde start een beter beloop te verwachten; vanaf { $attention } van de 100 vraagt het signaal meer aandacht. Zonder verwacht beloop zwijgt de regel.
purpose-off-p-watch = Dat achteruitgang al vroeg wordt gezien, rust op de mildere stand van deze regel: in nagebootste groepen waren DET, OFF en OFF-P samen bij de vierde sessie over ongeveer 79 van de 100 cliënten die slechter eindigden, al een signaal geweest, en zonder OFF-P over ongeveer 68. Daar staat tegenover dat de mildere stand meestal niet klopt.
purpose-stag = Na { $attended } bijgewoonde sessies en { $scores } scores is er geen betrouwbare verbetering, zijn er nog klachten, en brachten de laatste { $recent } scores bijna geen verbetering.
purpose-stag-p = De kans op een betrouwbare verbetering aan het geplande einde is kleiner dan { $percent } op 100, gegeven het eigen beloop.
purpose-rel = Een betrouwbare verbetering die { $held } metingen standhield, is weer verloren gegaan.
purpose-rec = De cliënt is bij { $held } metingen op rij hersteld.
purpose-miss = Bij { $times } bijgewoonde sessies op rij is de vragenlijst niet ingevuld.
purpose-drop = Zodra genoeg trajecten zijn afgelopen: volgens een model is de kans om binnen vier sessies te stoppen { $percent } op 100 of meer. Tot dan, en waar voor het model iets ontbreekt: { $absences } keer afwezig zonder bericht in de laatste { $window } sessies, een veel lager oordeel over de sessie, of { $silence } keer aanwezig zonder iets in te vullen. Vanaf het geplande einde van een traject zwijgt de regel.
purpose-g-stall = Over de laatste { $window } gemeten sessies is met { $percent } % zekerheid geen vooruitgang van de groep te zien, en minstens de helft van de leden met klachten staat stil of blijft achter. Gemeld zolang de leden gemiddeld hoogstens { $until } gemeten sessies meedoen (sessies met een score op deze schaal): in nagebootste groepen die elke week worden gemeten, staan later de meeste groepen volgens deze maat stil, gemeld of niet. Een groep die later stilvalt, meldt de regel bijna nooit. Het signaal klopt als de leden van de groep in de laatste vier sessies echt bijna niet vooruitgingen: gemiddeld zo weinig dat ook 24 sessies in dat tempo geen betrouwbare verbetering geven.
purpose-g-rupt = Het gemiddelde oordeel over de sessie ligt { $deviations } standaardafwijking of meer onder dat van eerdere sessies, of minstens { $members } leden oordelen in één sessie veel lager.
purpose-g-split = De oordelen over de sessie lopen { $times } sessies op rij meer dan { $ratio } keer zo ver uiteen als gewoonlijk (gemeten als variantie).
purpose-g-out = Het oordeel van één lid ligt in { $times } van de laatste { $window } sessies { $deviations } standaardafwijking of meer onder dat van de anderen. Alleen voor wie de groep leidt.
purpose-two-rates = Naar wat opvalt: { $marks } Volgens het model: { $model }
purpose-risk-title = Iemands antwoord vraagt om een gesprek
purpose-risk = Het antwoord op een vraag over veiligheid, zoals vraag 9 van de PHQ-9, is zo hoog dat dezelfde dag een gesprek nodig is; welk antwoord dat is, staat in de vragenlijst. De melding komt zodra het antwoord is opgeslagen, ook als de lijst niet wordt verstuurd. Dit is geen voorspelling: het antwoord is er, en hoe vaak het gevaar betekent, is niet gemeten. Deze melding blijft ook als de module uitstaat.
purpose-risk-rule = Regel RISK: de grens hoort bij de vragenlijst en heeft de versie daarvan
truth-worse = Het signaal klopt als de score aan het einde van het traject betrouwbaar slechter is dan de eerste.
truth-not-better = Het signaal klopt als de score aan het einde van het traject niet betrouwbaar beter is dan de eerste.
truth-relapse = Het signaal klopt als de score betrouwbaar beter was dan de eerste, en aan het einde van het traject evenveel slechter is dan de beste.
truth-recovered = Het signaal klopt als de score aan het einde van het traject betrouwbaar beter is dan de eerste, en aan de gezonde kant van de klinische grens ligt.
truth-rupture = Het signaal klopt als er bij die sessie, of hoogstens twee sessies eerder, echt iets brak tussen de leden.
truth-split = Het signaal klopt als de groep bij die sessie of eerder echt uiteenviel.
truth-leaves = Het signaal klopt als de cliënt binnen de volgende vier sessies op eigen initiatief stopt.
purpose-false-title = Hoe vaak de regel DET zich vergist
purpose-false-what = Wie vaak meet, vergist zich vaker. Van 100 cliënten bij wie niets verandert, meldt de regel door meetfout alleen:
purpose-false-looks = Metingen na de start
purpose-false-once = minstens één keer
purpose-false-confirmed = twee keer op rij
purpose-changes-title = Wat er is veranderd
purpose-change-1-2 = 1.2: DROP (versie 2) zwijgt over een traject dat zijn geplande einde heeft bereikt; het model kent geen score voordat die gegeven is, kijkt ook naar motivatie en verwachting (vragenlijst peil-start) en voorspelt de sessies na de eerstvolgende met een eigen model. G-STALL (versie 2) spreekt alleen over groepen in hun eerste gemeten sessies.
purpose-change-1-1 = 1.1: OFF-P is nieuw. Wat op vertrek wijst, wordt beoordeeld naar de volgende vier sessies, stilstand van een groep naast groepen van dezelfde leeftijd. G-OUT (versie 2) is een waarneming en vraagt geen aandacht.
purpose-change-1-0 = 1.0: alle regels hierboven; een signaal loopt door van de sessie waarin een regel begint te spreken tot die waarin hij zwijgt. DET (versie 2) vraagt meer aandacht na bevestiging.
purpose-change-0 = Voor 1.0: alleen DET, versie 1.

## Hoe vaak signalen hier kloppen

performance-title = Hoe vaak signalen hier kloppen
performance-lead = Wat er werd van trajecten die zijn afgelopen, en wat de signalen daarvan zeiden. In procenten, met daarachter het interval van 95 % en de aantallen. Rust een getal op minder dan tien, dan zegt alleen het interval iets.
performance-few = Hier zijn { $stays } trajecten van begin tot eind gevolgd en afgelopen. Onder de { $needed } zeggen de getallen bijna niets.
performance-stays = { $stays } trajecten zijn van begin tot eind gevolgd en afgelopen.
performance-sensitivity = Van wie het waar bleek: door het signaal gezien
performance-specificity = Van de anderen: geen signaal
performance-ppv = Van wie een signaal kreeg: waar
performance-base = Van allen op zo’n moment, met of zonder signaal: waar
performance-false = Valse signalen op 100 sessies van die anderen (wat blijft staan, telt één keer)
performance-n = Beoordeeld op { $stays } trajecten
performance-n-sessions = Beoordeeld op { $stays } sessies van cliënten, naar wie binnen de volgende vier vertrok
performance-amber = oranje
performance-red = rood
performance-marks = naar wat opvalt: afwezig, laag oordeel, stilte
performance-model = naar het model
purpose-own-settings = Uw organisatie heeft getallen van deze regels anders ingesteld. Hieronder staan de getallen die bij u gelden. Hoe vaak een regel klopt in nagebootste groepen, is gemeten met de gewone getallen. Het staat er alleen bij de regels die u niet anders hebt ingesteld.
performance-note = Een traject telt mee als de signalen na elke sessie ervan zijn berekend. Wat een regel bij de laatste meting zegt, telt niet als voorspelling. Bij een signaal zelf staat hoe vaak het klopte per keer dat het werd gegeven, ook in trajecten die niet helemaal zijn gevolgd; dat getal kan dus anders zijn. De intervallen houden er rekening mee dat leden van een groep op elkaar lijken. Deze cijfers gaan over de regels, niet over therapeuten.
performance-before = Van { $signals ->
    [one] 1 ouder signaal is
   *[other] { $signals } oudere signalen is
} alleen de laatste stand bewaard: bij het begin ervan is niet opgeschreven hoeveel aandacht het vroeg en waarop het rustte. Daarom telt dit niet mee waar een regel is uitgesplitst (rood en oranje; wat opvalt en het model), en ook niet in hoe vaak het klopte bij een signaal zelf.
performance-link = Hoe vaak signalen hier kloppen

## Wie er stopt

leaving-title = Wie er stopt, en wanneer
leaving-lead = Hoe trajecten in deze organisatie eindigen, per soort groep. Stoppen is: zelf weggaan voor het geplande einde, of drie keer achter elkaar wegblijven zonder bericht en vier weken niet terugkomen.
leaving-link = Wie er stopt, en wanneer
leaving-none = Er zijn nog geen trajecten om te beschrijven.
leaving-few = { $ended ->
    [one] Er is 1 traject afgelopen
   *[other] Er zijn { $ended } trajecten afgelopen
}. Onder de { $needed } zegt een lijn niets; hieronder staan alleen de aantallen.
leaving-title-of-kind = Van de 100 cliënten stoppen er ongeveer { $percent } (tussen { $lower } en { $upper }) in { $sessions } sessies.
leaving-nobody = Van de { $ended } afgelopen trajecten stopte er geen. Met zo weinig trajecten sluit dat niet uit dat er tot { $upper } van de 100 stoppen.
leaving-everybody = Van deze trajecten is na { $sessions } sessies niemand overgebleven: allen stopten. Het zijn er te weinig om te zeggen hoe het anderen gaat.
leaving-key = Elke trap is het deel van de { $stays } trajecten dat na zoveel sessies op die manier was geëindigd, geschat: een traject dat nog loopt, telt mee tot waar het nu is. De band om de trap van het stoppen is het interval van 95 %. De kleine getallen onderaan zijn de trajecten die minstens zo lang duurden. De trappen gaan niet verder dan waar nog { $fewest } trajecten zo lang duurden.
leaving-axis = % van de cliënten
leaving-at-risk = trajecten
leaving-way-dropout = gestopt
leaving-way-planned = tot einde
leaving-way-agreed = eerder klaar
leaving-way-other = anders
leaving-count-dropout = Gestopt
leaving-count-planned = Tot het geplande einde
leaving-count-agreed = Eerder klaar, in overleg
leaving-count-other = Anders (verhuisd, groep gestopt)
leaving-count-running = Loopt nog
leaving-table-caption = Geëindigd na zoveel sessies, in procenten, met het interval van 95 %
leaving-still-there = niet gestopt
leaving-still-there-note = De laatste kolom is het deel dat nog niet gestopt zou zijn als een traject alleen door stoppen kon eindigen (Kaplan en Meier); de rij telt daarom niet op tot 100. Bij 0 en 100 staat geen interval.
leaving-model-title = Waar het signaal over stoppen op rust
leaving-model = Het signaal DROP rekent met een model dat van { $ended } afgelopen trajecten heeft geleerd. { $dropouts } daarvan zijn gestopt. Het is berekend op { $day } en wordt hoogstens één keer per dag vernieuwd.
leaving-no-model = Er is nog geen model: daarvoor zijn { $ended-needed } afgelopen trajecten en { $dropouts-needed } keer stoppen nodig. Bij de laatste telling waren het er { $ended } en { $dropouts }. Tot dan let het signaal DROP op afwezigheid, een veel lager oordeel en stilte.
leaving-failed = Er zijn genoeg trajecten voor een model ({ $ended } afgelopen, { $dropouts } keer gestopt), maar het berekenen is mislukt. Peil probeert het elke dag opnieuw. Blijft dit staan, vraag uw beheerder dan om in het logboek van de dienst te kijken. Tot dan let het signaal DROP op afwezigheid, een veel lager oordeel en stilte.
leaving-not-yet = Er zijn genoeg trajecten voor een model ({ $ended } afgelopen, { $dropouts } keer gestopt). Het is nog niet berekend; dat gebeurt na het eerstvolgende antwoord of de eerstvolgende sessie. Tot dan let het signaal DROP op afwezigheid, een veel lager oordeel en stilte.
leaving-model-note = Stoppen is moeilijk te voorspellen. Ook de beste gepubliceerde modellen zien maar ongeveer 63 van de 100 aankomen.
leaving-known = Het model kijkt naar de startscore, motivatie en verwachting voor de groep (als die zijn gevraagd), wie er kwam, het oordeel over de sessie, de afstand tot het verwachte beloop, de afwezigheid van de anderen, de grootte van de groep en de groep zelf.
leaving-unknown = Leeftijd en eerdere behandelingen zitten niet in het model: die bewaart Peil niet.
leaving-fixed = Wat stoppen is ({ $absences } keer achter elkaar wegblijven zonder bericht en { $weeks } weken niet terugkomen, of zelf weggaan) en hoeveel een model nodig heeft ({ $ended } afgelopen trajecten, waarvan { $dropouts } gestopt) ligt vast. Een organisatie kan dit niet anders instellen.
leaving-trial-title = Hoe goed zo’n model hier voorspelde
leaving-trial-how = Getoetst op uw eigen trajecten, vooruit in de tijd: een model leerde van wat toen bekend was (bij het begin { $ended } afgelopen trajecten) en voorspelde wat later kwam. Alleen het verwachte beloop was daarbij dat van nu. Het model dat nu rekent, heeft van alles geleerd.
leaving-trial-named = Bij { $named ->
    [one] 1 sessie
   *[other] { $named } sessies
} van cliënten was de kans om binnen vier sessies te stoppen volgens het model { $percent } op 100 of meer. Van die sessies stopte bij { $left } van de 100 de cliënt ook (interval van 95 %: { $lower } tot { $upper }); van alle sessies was dat { $all } van de 100.
leaving-trial-named-none = Bij geen sessie was de kans om binnen vier sessies te stoppen volgens het model { $percent } op 100 of meer: naar het model was er geen signaal geweest.
leaving-trial-limit = Dit is getoetst met een grens van { $then } op 100. Daarna heeft uw organisatie die op { $now } op 100 gezet: wat het signaal bij die grens waard is, staat hier als het model is vernieuwd.
leaving-trial-next-only = Over { $sessions } sessies vooruit valt hier nog niets te zeggen. De zinnen hieronder gaan over de eerstvolgende sessie.
leaving-trial-auc = Neem een sessie waarna een cliënt stopte, en een waarna de cliënt bleef (het kan dezelfde cliënt zijn): bij { $right } van de 100 van zulke paren had de eerste de hoogste kans (tussen { $lower } en { $upper }). Wie gokt, haalt 50.
leaving-trial-slope-right = De kansen lagen niet duidelijk te ver uit elkaar of te dicht bij elkaar: de helling is { $slope } (tussen { $lower } en { $upper }), en 1 is precies goed.
leaving-trial-slope-extreme = De kansen lagen te ver uit elkaar: het verschil tussen hoge en lage kansen viel kleiner uit dan gezegd. De helling is { $slope } (tussen { $lower } en { $upper }), en 1 is precies goed.
leaving-trial-slope-flat = De kansen lagen te dicht bij elkaar: het verschil tussen hoge en lage kansen viel groter uit dan gezegd. De helling is { $slope } (tussen { $lower } en { $upper }), en 1 is precies goed.
leaving-trial-in-all = Alles bij elkaar stopten er { $left } op elke 100 die volgens de kansen zouden stoppen. Ver boven de 100 waren hoge en lage kansen allebei te laag; ver onder de 100 waren ze te hoog.
leaving-trial-brier-better = De kansen van het model waren beter dan iedereen dezelfde kans geven: de score van Brier is { $brier } (tussen { $lower } en { $upper }) tegen { $share }, en lager is beter.
leaving-trial-brier-unclear = De kansen van het model waren niet duidelijk beter dan iedereen dezelfde kans geven: de score van Brier is { $brier } (tussen { $lower } en { $upper }) tegen { $share }, en lager is beter. Hecht dus weinig aan dit signaal.
leaving-trial-brier-worse = De kansen van het model waren slechter dan iedereen dezelfde kans geven: de score van Brier is { $brier } (tussen { $lower } en { $upper }) tegen { $share }, en lager is beter. Ga dus niet op dit signaal af.
leaving-trial-uncertain = Dit rust op { $dropouts } keer stoppen. Onder de { $needed } zijn zulke getallen onzeker: kijk naar de intervallen.
leaving-trial-few = Of het model hier klopt, valt nog niet te zeggen. Daarvoor moeten er eerst { $ended } trajecten zijn afgelopen, waarvan { $dropouts } gestopt, en moeten daarna nog genoeg cliënten zijn gestopt ({ $fewest } of meer) om de voorspelling aan te toetsen. Tot dan is alleen bekend hoe vaak zo’n model in nagebootste groepen klopte.
leaving-trial-failed = Of het model hier klopt, is niet bekend: het toetsen is mislukt. Peil probeert het opnieuw als er weer een traject is afgelopen.
leaving-trial-later = Of het model hier klopt, is nog niet getoetst. Dat gebeurt als het model wordt vernieuwd.
leaving-trial-numbers = Alle getallen van deze toets
leaving-trial-caption = De toets vooruit in de tijd, met intervallen van 95 % die rekening houden met groepen
leaving-trial-what = Wat
leaving-trial-next = Volgende sessie
leaving-trial-within = Binnen { $sessions } sessies
leaving-trial-row-forecasts = Voorspellingen
leaving-trial-row-dropouts = Daarvan gestopt
leaving-trial-row-observed = Gestopt op 100 verwacht
leaving-trial-row-auc = AUC (gokken is 0,5)
leaving-trial-row-brier = Brier (lager is beter)
leaving-trial-row-brier-share = Brier bij gelijke kansen
leaving-trial-row-slope = Helling (1 is goed)
leaving-trial-row-intercept = Intercept (0 is goed)
leaving-trial-interval = { $estimate } ({ $lower } tot { $upper })
leaving-trial-tenths = Wat het model voorspelde en wat er gebeurde, in procenten, van de laagste tot de hoogste kans ({ $of })
leaving-trial-probability = Kans volgens het model
leaving-trial-mean = Gemiddeld
leaving-trial-left = Gestopt (interval van 95 %)
leaving-trial-counts = Aantallen
leaving-trial-range = { $lowest } tot { $highest }
leaving-note = De intervallen doen alsof cliënten los van elkaar staan. Leden van een groep lijken op elkaar; in werkelijkheid is de onzekerheid dus groter. Deze cijfers gaan over groepen, niet over therapeuten.

## Meldingen: antwoorden die iemand snel moet lezen

nav-alerts = Meldingen
alerts-unseen = nog niet gezien
alerts-title = Meldingen
alerts-sub = Antwoorden en scores waar u naar moet vragen. Het antwoord of de score zelf ziet u pas als u een melding opent. Dan staat erbij dat u de melding zag.
alerts-label = Welke meldingen
alerts-open = Open
alerts-closed = Gesloten
alerts-none = Er wacht geen melding op u. Dat betekent niet dat het met iedereen goed gaat: vraag ernaar.
alerts-none-closed = Er is nog geen melding gesloten.
alerts-no-alarm = Peil belt, mailt of piept niet. Een melding staat op de pagina Meldingen tot iemand haar sluit. Spreek af wie er wanneer kijkt.
alert-finished = vragenlijst verstuurd
alert-abandoned = vragenlijst niet afgemaakt
alert-renewed = Erger geworden op { $time }.
alert-renewed-what = Wat daarvoor is gedaan, telt niet voor het nieuwe antwoord.
alert-escalated = Ook bij wie dienst heeft sinds { $time }: { $why }.
alert-by = { $name }, { $time }
level-safety = veiligheid
level-attention = let op
standing-raised = nog niet gezien
standing-seen = gezien
standing-acted = gehandeld
standing-closed = gesloten
escalated-value = het antwoord vraagt daarom
escalated-worse = het antwoord is slechter dan eerder
escalated-unseen = niemand zag de melding op tijd
escalated-no-reader = niemand leidt deze groep
alert-item = { $instrument }, vraag { $item }
alert-no-wording = De tekst van deze vraag staat niet in Peil. Pak de vragenlijst erbij.
alert-answer = Antwoord
alert-answer-none = niet ingevuld
alert-changed = Later veranderd in
alert-taken-back = niets: het antwoord is gewist
alert-late-form = In de verstuurde vragenlijst
alert-late = Dit antwoord kwam nadat de vragenlijst was verstuurd, bijvoorbeeld van een tweede tablet. In de vragenlijst is niets veranderd.
alert-previous = Vorige keer
alert-caution = Het antwoord is een reden om te praten. Het zegt niet hoe groot het gevaar is, en een lager antwoord zegt niet dat het veilig is.
alert-caution-score = Een score is een reden om ernaar te vragen. Zij zegt niet waarom iemand zo antwoordde.
alert-act-title = Wat hebt u gedaan?
alert-act-note = Wat u deed en wat u afsprak
alert-note-who = Dit lezen ook uw collega's bij deze melding. Schrijf geen namen op.
alert-act = Ik heb gehandeld
alert-close-title = Melding sluiten
alert-close-note = Opmerking (mag leeg blijven)
alert-close-why = Waarom er niets nodig was
alert-close = Sluit de melding
alert-steps = Wat er is gedaan
alert-raised = binnengekomen
signal-alert-open = Open de melding
signal-alert-escalated = ook bij wie dienst heeft

## Beheer van meldingen

admin-alerts = Wie leest meldingen
duty-title = Wie leest meldingen
duty-sub = En wie leest een melding als niemand op tijd kijkt? U ziet hier geen meldingen en geen antwoorden.
duty-no-alarm-title = Peil slaat zelf geen alarm.
duty-who = Wie heeft dienst
duty-who-what = Wie dienst heeft, ziet meldingen die ernstig zijn, erger worden of te lang blijven liggen. Verder ziet deze persoon niets van andere groepen.
duty-nobody = Er heeft niemand dienst. Vragenlijsten met een veiligheidsvraag kunnen nu niet worden gebruikt.
duty-since = sinds { $time }
duty-end = Haal eraf
duty-add = Therapeut of teamleider
duty-begin = Geef dienst
duty-time = Binnen welke tijd moet iemand kijken
duty-time-what = Ziet niemand een veiligheidsmelding binnen deze tijd, dan gaat zij ook naar wie dienst heeft.
duty-no-time = Deze tijd is nog niet gekozen. Vragenlijsten met een veiligheidsvraag kunnen nu niet worden gebruikt.
duty-minutes = Minuten (5 tot 10080)
duty-save = Bewaar
duty-needs = Vragenlijsten met een veiligheidsvraag
duty-needs-what = Een groep kan deze alleen gebruiken als iemand de groep leidt, iemand dienst heeft en de tijd is gekozen.
duty-planned = in gebruik
duty-not-planned = niet in gebruik
duty-help = Wat elke deelnemer op de tablet leest
duty-help-what = Vóór de vragen en na afloop, voor iedereen hetzelfde.
help-numbers-checked = De nummers zijn overgenomen uit openbare bronnen en nog niet nagebeld. Bel ze zelf na voordat u Peil in de zorg gebruikt.

## Vorige sessie en model

last-title = Vorige sessie
last-open-title = Sessie { $number } is open
last-when = Sessie { $number }, { $day }
last-came = Aanwezig
last-answered = Ingevuld
last-scale = Sessielijst
last-one = Sessielijst, 1 antwoord
last-mean = Sessielijst, gemiddeld van { $answers }
last-mean-none = nog geen antwoorden
model-title = Over dit beeld
model-what = De lijnen komen uit een model dat weet dat metingen bij een cliënt horen en cliënten bij een groep. Het rekent met alle groepen van de organisatie.
model-none = Er zijn nog te weinig metingen voor een model.
model-scores = Metingen
model-clients = Cliënten
model-groups = Groepen
model-design-effect = designeffect { $effect }
model-fitted = Berekend { $time }.
few-fixed = Minder dan 5 groepen: Peil zegt niets over verschillen tussen groepen.
few-few = Minder dan 10 groepen: de marge is in werkelijkheid breder dan getekend.

## Sessie

session-close = Sluit de sessie
session-code-title = Code voor de tablet
session-code-how = Richt de camera van de tablet op het vierkant, of ga naar
session-code-until = Geldig tot { $time }
session-qr = Het adres van deze sessie als QR-code
code-only = Toon alleen de code
code-title = Code voor deze sessie
code-none = Er is nu geen code. Vraag het aan de therapeut.
code-foot = Voor de therapeut
session-expired-title = De code is verlopen
session-expired = De sessie is nog open. Met een nieuwe code kunnen deelnemers weer beginnen.
session-new-code = Maak een nieuwe code
session-closed-title = De sessie is gesloten
session-reopen = Sessie weer openen
session-closed = De tablet laat niemand meer toe. De aanwezigheid kunt u nog aanpassen.
attendance-title = Aanwezigheid
attendance-what = Wie was er? Was iemand afwezig, kies dan hoe: met bericht, ziek, vakantie, zonder bericht of anders.
attendance-save = Bewaar de aanwezigheid
answered-title = Ingevuld
answered-of = van { $total } verstuurd
answered-note = U ziet wie klaar is, niet wat iemand antwoordde.
answer-done = verstuurd
answer-before-sent = vóór de sessie verstuurd
answer-after-sent = na de sessie verstuurd, vóór niet
answer-started = bezig
answer-not-yet = nog niet
answer-away = afwezig
codes-title = Eigen codes
codes-what = Is een deelnemer de eigen code kwijt? Maak een nieuwe. U ziet die één keer.
codes-new = Nieuwe code
client-code-title = Nieuwe code
client-code-for = Nieuwe code voor { $name }
client-code-once = Geef deze code aan { $name }. U ziet de code alleen nu.
client-code-old = De oude code werkt niet meer.
client-code-back = Terug naar de sessie

## Onderzoek

research-title = Onderzoek
research-label = gepseudonimiseerd
research-label-what = Niet anoniem: behandel dit bestand als persoonsgegevens.
research-choose = Kies een meting
research-instrument = Vragenlijst en schaal
research-show = Toon
research-empty = Er zijn nog geen metingen om te delen.
research-nothing = Er is niets om te downloaden: geen cliënt met toestemming heeft metingen.
research-estimates = Schattingen voor { $name }
research-estimates-what = Berekend op precies de regels van het bestand. Deze aanroep in R leest het bestand en hoort dezelfde getallen te geven.
research-fixed = Vaste effecten
research-variances = Spreiding
research-term = Term
research-estimate = Schatting
research-error = Standaardfout
research-interval = 95 %-interval
research-low-high = { $low } tot { $high }
research-level = Niveau
research-variance = Variantie
research-deviation = Standaardafwijking
research-correlation = Correlatie
research-criterion = { $criterion }, −2 log L = { $deviance }.
research-download-title = Bestand
research-download = Download het bestand
research-left-out = Zonder toestemming weggelaten
research-holds-title = Wat erin staat
research-holds-rows = Eén regel per meting: sessies in cliënten in groepen.
research-holds-pseudonyms = Pseudoniemen die per bestand anders zijn.
research-holds-weeks = Weken sinds de start in plaats van datums.
research-holds-not = Geen namen, geen vrije tekst.
research-holds-codebook = Een codeboek dat elke kolom uitlegt.
research-duty = Elke download staat in het logboek. Alleen cliënten die toestemming gaven voor onderzoek zitten erin.

## Beheer

admin-title = Beheer
admin-sub = U richt de organisatie in. Antwoorden van cliënten ziet u hier niet.
admin-audit = Logboek
audit-intact = de keten klopt
audit-intact-what = { $entries } regels, gecontroleerd { $time }.
audit-broken = de keten is verbroken
audit-broken-what = Regel { $sequence } past niet bij de regel ervoor. Iemand heeft het logboek buiten Peil om veranderd. Bewaar een kopie en meld dit.
audit-not-verified = nog niet gecontroleerd
audit-not-verified-what = De controle loopt vanzelf; kijk later nog eens.
admin-instruments = Vragenlijsten
admin-instruments-what = De tekst van een versie verandert nooit. Vergelijk een tekst één keer met het bestand van de uitgever voordat de lijst in de zorg wordt gebruikt.
wording-confirmed = tekst klopt
wording-by = vergeleken door { $name }, { $day }
wording-unconfirmed = tekst nog vergelijken
wording-compare = Vergelijk de tekst
wording-compare-how = Leg het bestand van de uitgever ernaast. Elk woord moet gelijk zijn.
wording-compared = Ik heb elke regel vergeleken en de tekst is gelijk.
wording-confirm = Bevestig de tekst
instrument-own = van uw organisatie
instrument-draft = concept: wordt niet gebruikt
wording-absent = Zonder tekst: alleen scores.
left-out-changed = De opgeslagen inhoud is niet meer wat u toevoegde.
left-out-refused = Deze versie van Peil kan het bestand niet lezen.
left-out-what = Peil vraagt deze lijst aan niemand en toont geen scores ervan. De antwoorden blijven bewaard. Vraag uw systeembeheerder om het logboek van de dienst te bekijken.
admin-accounts = Accounts
account-name = Naam
account-role = Rol
account-team = Team
account-state = Toestand

## Problemen

message-reference = Nummer van dit voorval: { $reference }
message-back = Ga verder
problem-wrong-code-title = Deze code kennen we niet
problem-wrong-code-what = De code hoort bij geen sessie.
problem-wrong-code-do = Kijk goed naar de code en probeer het nog een keer.
problem-expired-code-title = Deze code is verlopen
problem-expired-code-what = De sessie is gesloten of de code is te oud.
problem-expired-code-do = Vraag de therapeut om een nieuwe code.
problem-wrong-client-code-title = De eigen code klopt niet
problem-wrong-client-code-what = De code hoort niet bij de naam die u koos.
problem-wrong-client-code-do = Probeer het nog een keer. Code kwijt? Vraag de therapeut om een nieuwe.
problem-wrong-login-title = Inloggen lukt niet
problem-wrong-login-what = Het e-mailadres en het wachtwoord horen niet bij elkaar.
problem-wrong-login-do = Controleer het e-mailadres en het wachtwoord en probeer het nog een keer.
problem-too-many-attempts-title = Te vaak geprobeerd
problem-too-many-attempts-what = Om gokken te voorkomen is er nu een pauze.
problem-too-many-attempts-do = Wacht een paar minuten en probeer het dan weer.
problem-unknown-instrument-version-title = Deze versie van de vragen is onbekend
problem-unknown-instrument-version-what = De vragen op dit scherm zijn niet de vragen die de sessie gebruikt.
problem-unknown-instrument-version-do = Uw antwoorden zijn bewaard. Vraag de therapeut om hulp.
problem-answer-out-of-range-title = Dit antwoord past niet
problem-answer-out-of-range-what = Het antwoord ligt buiten wat de vraag toelaat.
problem-answer-out-of-range-do = Ga terug naar de vraag en kies het antwoord opnieuw.
problem-unknown-item-title = Deze vraag is onbekend
problem-unknown-item-what = De vraag hoort niet bij deze vragenlijst.
problem-unknown-item-do = Uw andere antwoorden zijn bewaard. Vraag de therapeut om hulp.
problem-body-too-large-title = Het bericht is te groot
problem-body-too-large-what = De service neemt zo'n groot bericht niet aan.
problem-body-too-large-do = Er is niets verloren gegaan. Probeer het nog een keer.
problem-malformed-body-title = Het bericht is niet te lezen
problem-malformed-body-what = Het bericht had niet de vorm die de service verwacht.
problem-malformed-body-do = Laad de pagina opnieuw en probeer het nog een keer.
problem-already-submitted-title = Deze vragenlijst is al verstuurd
problem-already-submitted-what = De antwoorden zijn binnen en veranderen niet meer.
problem-already-submitted-do = U hoeft niets meer te doen.
problem-entry-expired-title = De tijd is voorbij
problem-entry-expired-what = U was te lang weg.
problem-entry-expired-do = Kies uw naam en vul uw eigen code opnieuw in. Uw antwoorden zijn bewaard.
problem-not-found-title = Dit is er niet
problem-not-found-what = De pagina bestaat niet, of hoort niet bij u.
problem-not-found-do = Ga terug en kies opnieuw.
problem-forbidden-title = Dit mag u niet zien
problem-forbidden-what = Deze pagina hoort niet bij uw rol of bij uw groepen.
problem-forbidden-do = Klopt dat niet? Vraag uw beheerder.
problem-not-logged-in-title = U bent niet ingelogd
problem-not-logged-in-what = U bent nog niet ingelogd, of u was te lang weg.
problem-not-logged-in-do = Log in en ga verder.
problem-csrf-title = De pagina was verouderd
problem-csrf-what = Het formulier hoorde niet bij deze sessie. Er is niets veranderd.
problem-csrf-do = Ga terug, laad de pagina opnieuw en probeer het nog een keer.
problem-session-is-open-title = Er is al een sessie open
problem-session-is-open-what = Deze groep heeft een sessie die nog niet gesloten is.
problem-session-is-open-do = Ga naar de groep en sluit eerst die sessie.
problem-session-is-closed-title = De sessie is gesloten
problem-session-is-closed-what = De sessie is al gesloten.
problem-session-is-closed-do = Open de pagina van de sessie opnieuw.
problem-session-not-reopened-title = Deze sessie gaat niet meer open
problem-session-not-reopened-what = Een sessie kan alleen op de dag zelf weer open, en alleen de laatste van de groep.
problem-session-not-reopened-do = Ga terug naar de sessie. De aanwezigheid en de tijden kunt u nog aanpassen.
problem-line-said-too-often-title = De keuze over de lijn is te vaak veranderd
problem-line-said-too-often-what = De keuze is in deze sessie te vaak veranderd. De groep ziet de lijn niet.
problem-line-said-too-often-do = Laat het zo. In de volgende sessie kunt u opnieuw kiezen.
problem-no-plan-title = Deze groep meet nog niets
problem-no-plan-what = De groep heeft nog geen vragenlijsten.
problem-no-plan-do = Kies op de pagina Meetplan van de groep wat de groep invult.
problem-wording-not-confirmed-title = De tekst van een vragenlijst is nog niet vergeleken
problem-wording-not-confirmed-what = Cliënten zien alleen een tekst die iemand heeft vergeleken met die van de maker. Dat is hier nog niet gebeurd voor:
problem-wording-not-confirmed-do = Vraag uw beheerder om de tekst te vergelijken. Dat kan onder Beheer, bij Vragenlijsten. Of haal de lijst uit het meetplan van de groep.
problem-no-lead-title = Niemand leidt deze groep
problem-no-lead-what = De groep gebruikt een vragenlijst met een veiligheidsvraag. Niemand zou de melding lezen.
problem-no-lead-do = Vraag uw beheerder om iemand aan te wijzen die de groep leidt.
problem-nobody-on-duty-title = Er heeft niemand dienst
problem-nobody-on-duty-what = De groep gebruikt een vragenlijst met een veiligheidsvraag. Er is niemand die een melding overneemt als hij blijft liggen.
problem-nobody-on-duty-do = Vraag uw beheerder om iemand dienst te geven. Dat kan onder Beheer, bij Wie leest meldingen.
problem-no-alert-time-title = De tijd voor meldingen is nog niet gekozen
problem-no-alert-time-what = De groep gebruikt een vragenlijst met een veiligheidsvraag. Peil weet nog niet binnen hoeveel minuten iemand een melding moet zien.
problem-no-alert-time-do = Vraag uw beheerder om die tijd te kiezen. Dat kan onder Beheer, bij Wie leest meldingen.
problem-last-on-duty-title = Dit is de laatste die dienst heeft
problem-last-on-duty-what = Een groep gebruikt een vragenlijst met een veiligheidsvraag. Er moet altijd iemand zijn die een melding overneemt.
problem-last-on-duty-do = Geef eerst iemand anders dienst. Haal daarna deze persoon eraf.
problem-alert-not-seen-title = Open deze melding eerst
problem-alert-not-seen-what = Niemand zag deze melding zoals zij nu is. Misschien gaf de deelnemer intussen een ander antwoord.
problem-alert-not-seen-do = Open de melding opnieuw en lees het antwoord. Er is niets veranderd.
problem-alert-is-closed-title = Deze melding is al gesloten
problem-alert-is-closed-what = Een collega was eerder.
problem-alert-is-closed-do = U vindt de melding onder Gesloten.
problem-nothing-done-title = Schrijf op wat er is gedaan
problem-nothing-done-what = Bij deze melding staat nog niet wat iemand deed.
problem-nothing-done-do = Ga terug en schrijf op wat u deed, of waarom er niets nodig was.
problem-own-note-first-title = Schrijf eerst uw eigen notitie
problem-own-note-first-what = De gezamenlijke notitie komt na de eigen notities.
problem-own-note-first-do = Ga terug naar de pagina van na de sessie.
problem-agreement-settled-title = Deze afspraak is al afgerond
problem-agreement-settled-what = Een collega was eerder, en koos iets anders.
problem-agreement-settled-do = Ga terug en laad de pagina opnieuw.
problem-method-not-allowed-title = Dat kan hier niet
problem-method-not-allowed-what = Dit adres doet niet wat er gevraagd werd.
problem-method-not-allowed-do = Ga terug en gebruik de knoppen op de pagina.
problem-nothing-to-show-title = Hier is nog niets te zien
problem-nothing-to-show-what = Er zijn nog geen metingen.
problem-nothing-to-show-do = Kom terug als de eerste vragenlijst is ingevuld.
problem-unavailable-title = Peil is even niet bereikbaar
problem-unavailable-what = De gegevens zijn nu niet te lezen of te schrijven.
problem-unavailable-do = Er is niets verloren gegaan. Probeer het over een minuut weer.
problem-internal-title = Er ging iets mis
problem-internal-what = De fout zit in Peil, niet in wat u deed.
problem-internal-do = Probeer het nog een keer. Blijft het misgaan? Meld het uw beheerder.

## Over Peil

about-title = Over Peil
about-lead = Peil laat zien hoe het gaat in groepstherapie, met korte vragen bij elke sessie.
about-does-title = Wat Peil doet
about-does-ask = Deelnemers vullen na een sessie korte vragenlijsten in. Peil telt de scores zoals de makers van de lijst dat voorschrijven.
about-does-show = Therapeuten zien het verloop van hun eigen groepen, met de onzekerheid erbij.
about-does-groups = De statistiek houdt er rekening mee dat deelnemers samen in een groep zitten.
about-not-title = Wat Peil niet is
about-not-ce = Peil is geen medisch hulpmiddel met CE-markering. Het signaaldeel zou dat waarschijnlijk moeten zijn voordat het in de zorg wordt gebruikt.
about-not-diagnosis = Een signaal is een reden om te praten, geen diagnose en geen advies.
about-not-decide = Peil beslist niets, sluit niets af en plant niets.
about-not-purchase = Uitkomsten zijn niet bedoeld voor inkoop en niet om therapeuten te vergelijken.
about-not-watch = Niemand kijkt live mee met de antwoorden.
about-licences = Vragenlijsten en rechten
about-font = Letter: Inter, onder de SIL Open Font License 1.1.
about-version = Versie { $version }

## Tablet. Plaatsen als { "{number}" } vult het script in.

tablet-no-script = Deze pagina heeft JavaScript nodig. Vraag de therapeut om een andere tablet of om papier.
tablet-language = Taal
tablet-smaller = Kleinere letters
tablet-larger = Grotere letters
tablet-code-title = Welkom
tablet-code-lead = Vul de code van deze sessie in. Die staat op het scherm van de therapeut.
tablet-code-label = Code van de sessie
tablet-code-button = Verder
tablet-code-empty = Vul eerst de code in.
tablet-name-title = Wie bent u?
tablet-name-lead = Kies de naam die u in deze groep gebruikt.
tablet-name-none = Er staan nog geen namen bij deze sessie. Vraag de therapeut om hulp.
tablet-own-title = Uw eigen code
tablet-own-lead = U koos { $name }. Vul uw eigen code in: 4 tot 8 cijfers.
tablet-own-label = Eigen code
tablet-own-show = Toon de code
tablet-own-hide = Verberg de code
tablet-own-empty = Vul 4 tot 8 cijfers in.
tablet-own-not-me = Dit ben ik niet
tablet-before-title = Voor u begint
tablet-before-who = Uw therapeuten lezen uw antwoorden, meestal vóór de volgende sessie. Soms leest een collega die dienst heeft mee. Andere deelnemers zien ze niet.
tablet-before-live = Niemand kijkt nu live mee.
tablet-before-skip = U mag een vraag overslaan. U mag altijd terug.
# De nummers zijn van 113 Zelfmoordpreventie en het alarmnummer, overgenomen uit het ontwerp en niet nagebeld. Wie ze nabelt,
# zet de datum in help-numbers-checked.
tablet-before-need = Hebt u nu hulp nodig? Zeg het tegen de therapeut. Of bel 113 (of gratis 0800-0113). Is er direct gevaar: bel 112.
tablet-before-button = Begin
tablet-side-title = Begint de sessie nog?
tablet-side-lead = Er zijn vragen voor vóór de sessie en vragen voor erna. U krijgt de vragen die nu passen.
tablet-side-before = Ja, de sessie begint nog
tablet-side-after = Nee, de sessie is geweest
tablet-nothing-title = U bent al klaar
tablet-nothing-lead = Voor deze sessie hoeft u niets meer in te vullen. Dank u wel.
tablet-question-of = Vraag { $number } van { $total }
tablet-question = Vraag { $number }
tablet-back = Terug
tablet-next = Volgende
tablet-skip = Sla over
tablet-line-how = Tik op de lijn waar het voor u klopt.
tablet-line-empty = nog niets gekozen
tablet-line-value = op { $number } procent van { $low } af
tablet-line-clear = Wis mijn antwoord
tablet-words-left = U kunt nog { $number } tekens typen.
tablet-words-before = Dit schreef u de vorige keer. U mag het zo laten of veranderen.
tablet-number-range = Een getal van { $low } tot en met { $total }.
tablet-check-title = Klaar om te versturen?
tablet-check-count = { $title }: { $number } van { $total } ingevuld
tablet-check-skipped = Overgeslagen. U kunt ze nog invullen:
tablet-check-go = Vraag { $number } van { $title }
tablet-check-lead = Na het versturen kunt u niets meer veranderen.
tablet-check-button = Versturen
tablet-sending = Versturen …
tablet-saving-wait = Nog niet verstuurd; dat gaat vanzelf.
tablet-waiting-title = Nog niet verstuurd
tablet-waiting-lead = Er is nu geen verbinding. Uw antwoorden staan veilig op deze tablet en worden vanzelf verstuurd. U hoeft niet te wachten.
tablet-waiting-stuck = Uw antwoorden konden niet verstuurd worden. Ze staan veilig op deze tablet. Laat dit aan de therapeut weten.
tablet-waiting-button = Geef de tablet terug
tablet-already-lead = De eerste versie telt. U hoeft niets meer te doen.
tablet-done-title = Dank u wel
tablet-done-hand-back = Geef de tablet terug aan de therapeut.
tablet-done-later = Na de sessie is er nog een vragenlijst. Kom dan terug en vul dezelfde codes weer in.
tablet-done-waiting = Er staat nog een lijst op deze tablet die niet is verstuurd. Laat de tablet aan; het gaat vanzelf.
tablet-done-trying = Deze tablet is nog iets aan het versturen. Laat de tablet aan; het gaat vanzelf.
tablet-done-next = Volgende deelnemer
tablet-show-title = Mag de groep deze sessie uw lijn zien?
tablet-show-what = Op het scherm komen uw scores van { $questionnaire }, van elke meting. Uw naam staat er niet bij. Wie weet wanneer u er was, kan uw lijn misschien herkennen.
tablet-show-free = De lijnen komen alleen als iedereen die er is ja zegt. U hoeft niets te kiezen. Nee is ook goed: op het scherm staat niet wie wat koos. U kunt uw keuze veranderen tot de sessie sluit: hier, of vraag het uw therapeut. Daarna is uw ja voorbij.
tablet-show-no = Nee
tablet-show-yes = Ja, laat mijn lijn zien
tablet-show-save = Bewaar mijn keuze
tablet-show-none = Kies eerst ja of nee. U hoeft niets te kiezen.
tablet-show-choice = Mijn keuze over de lijn
tablet-show-open = Uw vragenlijst is nog niet klaar. Vul straks dezelfde codes weer in om verder te gaan.
tablet-show-idle = Over een minuut gaat de vraag over uw lijn weg. Wat u bewaarde, blijft zo.
tablet-show-is-yes = Bewaard: de groep mag uw lijn deze sessie zien.
tablet-show-is-no = Bewaard: de groep ziet uw lijn niet.
tablet-show-closed = De sessie is gesloten. De groep ziet uw lijn niet.
tablet-show-often = U hebt uw keuze te vaak veranderd. De groep ziet uw lijn deze sessie niet.
tablet-show-not-saved = Dit is niet bewaard. Probeer het nog eens.
tablet-show-unknown = Wij weten niet of dit is bewaard: er kwam geen antwoord. De tablet vraagt het vanzelf na. Blijft dit staan? Zeg uw keuze dan tegen uw therapeut.
tablet-show-lost = Wij weten niet wat nu geldt voor uw lijn: er kwam geen goed antwoord. Zeg uw keuze tegen uw therapeut.
tablet-help-title = Hulp
tablet-help-talk = Zit u ergens mee? Praat erover met uw therapeut.
tablet-help-113 = Denkt u aan zelfdoding? Bel 113, of gratis 0800-0113, dag en nacht. Chatten kan op 113.nl.
tablet-help-112 = Is er direct gevaar? Bel 112.
tablet-idle-title = Bent u er nog?
tablet-idle-lead = Over een minuut sluit dit scherm. Uw antwoorden zijn bewaard.
tablet-idle-button = Ik ben er nog
tablet-staff-waiting = Op deze tablet staan nog lijsten die niet zijn verstuurd: { $number }. Ze gaan vanzelf mee als er verbinding is.
tablet-staff-stuck = Op deze tablet staan nog lijsten met antwoorden die niet verstuurd konden worden: { $number }. Laat dit aan de therapeut weten.
tablet-staff-line = Een keuze over het groepsscherm kwam nog niet aan: { $number }. Therapeut: laat op uw scherm geen lijnen meer zien tot deze regel weg is.
tablet-offline = Geen verbinding. Controleer het netwerk en probeer het nog een keer.
tablet-stop = Stoppen

## Het beeld, voor wie het leest en voor wie het hoort

chart-axis = { $measure }, omhoog is beter
chart-session = sessie
chart-group = groep
left-completed = afgerond
left-agreed-early = eerder klaar
left-dropout = weggebleven
left-moved = verder elders
chart-cut-off = klinische grens { $points }
alternative-scores = van { $from } naar { $to }
alternative-span = { $scores }, sessie { $first } tot { $last }
alternative-group = De groep gaat { $span }; nu tussen { $low } en { $high } (95 %).
alternative-member = { $name }: { $span }, { $answered } keer ingevuld.
alternative-silent = { $name }: niets ingevuld.
alternative-left = { $name } stopte na sessie { $session }.
alternative-lower-better = Een lagere score is beter.
alternative-higher-better = Een hogere score is beter.

## Een groep anders bekeken

look-chart = Welk beeld
look-chart-course = verloop
look-chart-members = per lid
look-chart-change = verandering
look-chart-climate = sfeer
look-chart-grid = rooster
look-time = Tijd:
look-time-session = per sessie
look-time-week = per week
look-value = Waarde:
look-value-raw = score
look-value-improvement = vooruitgang
look-lines = Lijnen:
look-lines-model = model
look-lines-observed = gemeten
chart-week = week
chart-axis-improvement = { $measure }, punten vooruitgang: omhoog is beter
chart-zero = zoals bij de start
chart-key-observed = Lijn: van score naar score; waar een score ontbreekt, stopt de lijn. De groepslijn is het gemiddelde van wie invulde; die kan springen als anderen invullen.
chart-key-improvement = Ieder is geteld vanaf de eigen start.
chart-key-members = Elk lid heeft een eigen vak; de lichte lijn is de groep.
change-title = { $better ->
    [0] Nog niemand is betrouwbaar beter
    [one] Eén van { $members } leden is betrouwbaar beter
   *[other] { $better } van { $members } leden zijn betrouwbaar beter
}
change-shown = Van de start naar nu
change-key = { $measure }. Omhoog is nu beter, naar rechts was bij de start beter. Boven de schuine lijn: vooruit; eronder: achteruit.
change-key-band = Grijze band: minder dan { $points } punten verschil, dat kan meetfout zijn.
change-now = { $measure } nu, omhoog is beter
change-start = bij de start, naar rechts is beter
change-none = geen verschil
change-small = geen verschil
change-nothing-yet = Nog niemand heeft twee scores.
change-table = Eerste en nieuwste score van elk lid
change-column-start = Start
change-column-now = Nu
change-column-points = Punten vooruit
change-part = { $names }: { $word } (van { $of } leden).
grid-title = Wie kwam, wie vulde in, en hoe het ging
grid-key = { $measure }. Het teken zegt wat de verandering sinds de start die dag betekende.
grid-older = Oudere sessies staan in de tabel.
grid-answered = ingevuld, geen oordeel
grid-table = Wat elk lid bij elke sessie deed
grid-member = { $name }: { $answered } keer ingevuld; { $word }.
climate-key = Stip: gemiddelde van wie er was; streep: hoe ver zij uiteen liggen (1 standaardafwijking).
climate-usual = gewoon voor deze groep
climate-nothing-yet = Nog geen sessie is beoordeeld.
climate-title-first = Hoe de leden de sessies beoordelen
climate-title-usual = De sfeer in sessie { $session }, naast wat gewoon is voor deze groep
climate-title-rupture = Sessie { $session } viel lager uit dan gewoon voor deze groep
climate-title-fallen = Leden gaven sessie { $session } een veel lager oordeel dan hun vorige
climate-title-split = De leden verschillen in sessie { $session } meer dan gewoon
climate-rupture = breuk
climate-fallen = leden lager
climate-split = verdeeld
climate-mean = Gemiddelde
climate-spread = Uiteen
climate-events = Wat opviel
climate-table = Hoe elke sessie werd beoordeeld
climate-newest = Sessie { $session } kreeg gemiddeld { $mean }; { $answered } vulden in.
climate-newest-usual = Gewoon voor deze groep is { $low } tot { $high }.
climate-ruptures = Veel lager dan gewoon: sessie { $sessions }.
climate-falls = Twee of meer leden gaven een veel lager oordeel dan hun vorige: sessie { $sessions }.
climate-splits = Veel meer verdeeld dan gewoon: sessie { $sessions }.
climate-unrated = { $sessions ->
    [one] Eén sessie is niet beoordeeld.
   *[other] { $sessions } sessies zijn niet beoordeeld.
}

## Het verloop van één lid

stay-end-title = Traject beëindigen
stay-end-open = { $name } verlaat de groep
stay-end-how = Hoe het eindigde
stay-end-choose = Kies …
stay-end-on = Laatste dag
stay-end-sure = Ik weet dat dit niet terug te draaien is. Wie terugkomt, begint een nieuw traject.
stay-end-do = Beëindig dit traject
problem-stay-has-ended-title = Dit traject is al beëindigd
problem-stay-has-ended-what = Iemand heeft het einde van dit traject al vastgelegd. Dat verandert niet meer.
problem-stay-has-ended-do = Komt de cliënt terug? Dan begint een nieuw traject.
problem-day-outside-stay-title = Deze dag kan niet
problem-day-outside-stay-what = De laatste dag van een traject ligt niet vóór de eerste dag en niet in de toekomst.
problem-day-outside-stay-do = Ga terug en kies een andere dag.
member-since = lid sinds { $from }
member-was = lid van { $from } tot { $until }
member-recovered = { $name } is hersteld
member-improved = { $name } gaat betrouwbaar vooruit
member-unchanged = { $name } verandert nog niet betrouwbaar
member-deteriorated = { $name } gaat betrouwbaar achteruit
member-shown = Het verloop van { $name }
member-key = Stip: gemeten. Waar een meting ontbreekt, stopt de lijn.
member-key-band = Band: hier komen ongeveer twee van de drie cliënten met deze start. Oranje strook: tot de 80 %-grens; de lijn daaronder is de 90 %-grens. ■ onder de band, ▼ onder de 80 %-grens.
member-marks = Tekens onder het beeld
member-none = Na de eerste ingevulde vragenlijst staat hier het verloop van dit lid.
member-beyond = onder de band:
member-far-beyond = onder de 80 %-grens:
member-range = { $from } tot { $to }
member-expected-title = Verwacht verloop
member-expected-too-few = Er is nog geen verwacht verloop: nog te weinig trajecten ({ $courses } van { $needed }). Tot dan ziet u alleen wat een betrouwbare verandering is.
member-expected-not-fitted = Er zijn genoeg trajecten, maar Peil heeft het verwachte verloop nog niet berekend.
member-expected-off = Signalen staan uit voor deze organisatie. Daarom staat hier geen verwacht verloop.
pair-title = Verandering volgens meer dan één methode
pair-days = Van { $first } tot { $last }: de eerste en de laatste dag waarop beide lijsten zijn ingevuld.
pair-method = Methode
pair-scores = Begin → nu
pair-each = Jacobson en Truax (1991): { $measure }
pair-both = NHS Talking Therapies: beide samen
pair-reliably-recovered = betrouwbaar hersteld
pair-improved = betrouwbaar beter
pair-unchanged = niet betrouwbaar veranderd
pair-mixed = de ene lijst betrouwbaar beter, de andere betrouwbaar slechter
pair-deteriorated = betrouwbaar slechter
pair-recovered = hersteld
pair-not-recovered = niet hersteld
pair-no-case = geen klinisch geval bij het begin, dus herstel wordt niet beoordeeld
pair-definition = Beide samen: een klinisch geval is wie { $depression-case } of meer heeft op de PHQ-9, of { $anxiety-case } of meer op de GAD-7. Hersteld is wie dat bij het begin was en nu op geen van beide. Betrouwbaar beter is { $depression-points } of meer punten lager op de PHQ-9, of { $anxiety-points } of meer op de GAD-7, zonder dat de andere lijst zoveel hoger is. Betrouwbaar hersteld is allebei.
pair-source = Zo vat NHS Talking Therapies het samen (Gyani e.a. 2013); de getallen komen uit de literatuur erover en niet uit het handboek zelf. Wat hierboven staat, blijft het oordeel van Peil.
column-session = Sessie
column-score = Score
column-attendance = Wat er was
column-expected = Verwacht
column-range = Band (68 %)
column-outer = 80 %-grens
column-far = 90 %-grens
chart-start = start { $points }
chart-now = nu { $points }
chart-last = eind { $points }
chart-answered = ingevuld
chart-not-asked = niet gevraagd
chart-reliable-better = betrouwbaar beter { $points }
chart-reliable-worse = betrouwbaar slechter { $points }
chart-expected = verwacht
chart-outer-limit = 80 %-grens
chart-far-limit = 90 %-grens
chart-planned-end = gepland einde
chart-sudden-gain = plots beter
chart-sudden-loss = plots slechter
chart-moment-start = start
chart-moment-end = eind
chart-moment-follow-up = na
alternative-places = sessie { $first } tot { $last }
alternative-course = { $name } gaat { $scores } ({ $places }).
alternative-times = { $answered } keer ingevuld, { $missing ->
    [0] niets ontbreekt.
   *[other] { $missing } keer niet.
}
alternative-one = { $name }: één score, { $score } (sessie { $at }).
alternative-recovered = Dat is meer dan meetfout, en de score is nu over de klinische grens.
alternative-improved = Dat is meer beter dan meetfout kan zijn.
alternative-unchanged = Dat kan meetfout zijn.
alternative-deteriorated = Dat is meer slechter dan meetfout kan zijn.
alternative-as-expected = De nieuwste score is zoals verwacht of beter; verwacht was { $low } tot { $high }.
alternative-beyond = De nieuwste score is slechter dan verwacht; verwacht was { $low } tot { $high }.
alternative-far-beyond = De nieuwste score is veel slechter dan verwacht; verwacht was { $low } tot { $high }.
alternative-limits = De 80 %-grens ligt daar bij { $outer }, de 90 %-grens bij { $far }.
alternative-sudden-gain = Plots beter bij sessie { $at }.
alternative-sudden-loss = Plots slechter bij sessie { $at }.

## Meetplan

plan-link = Meetplan
plan-title = Meetplan
plan-title-of = Meetplan van { $name }
plan-sub = wat de groep invult, en wanneer
plan-saved = Het meetplan is bewaard. Het telt vanaf de volgende sessie.
plan-wrong-every = Een lijst wordt om de 1 tot 52 sessies gevraagd. Pas het getal aan.
plan-wrong-weeks = Een nameting is 1 tot 104 weken na vertrek. Pas het getal aan.
plan-wrong-long = Een meetplan heeft hoogstens 12 regels. Haal er een paar weg.
plan-wrong-twice = { $title } staat twee keer op hetzelfde moment. Haal er één weg.
plan-refused-unknown = Deze versie is hier niet bekend. Kies een andere.
plan-refused-other-respondent = Deze lijst is niet voor deelnemers. Lijsten voor therapeuten kan Peil nog niet vragen.
plan-refused-draft = Deze lijst is nog niet af. De maker moet hem eerst afmaken.
plan-refused-retired = Deze versie wordt niet meer gebruikt. Neem een nieuwere.
plan-refused-no-wording = De tekst van deze lijst is er niet. Vraag uw beheerder om de tekst met licentie toe te voegen.
plan-refused-unconfirmed = De tekst is nog niet vergeleken met die van de maker. Vraag uw beheerder om dat te doen.
plan-refused-no-lead = Deze lijst heeft een veiligheidsvraag, en niemand leidt deze groep. Vraag uw beheerder om iemand aan te wijzen.
plan-refused-nobody-on-duty = Deze lijst heeft een veiligheidsvraag, en niemand heeft dienst. Vraag uw beheerder om iemand dienst te geven.
plan-refused-no-alert-time = Deze lijst heeft een veiligheidsvraag, en de tijd waarbinnen een melding gezien moet zijn is niet gekozen. Vraag uw beheerder om die te kiezen.
plan-templates = Begin met een voorbeeld
plan-template-short = Elke sessie kort
plan-template-short-phq9 = Elke sessie kort, elke 4 sessies PHQ-9
plan-template-goals = Eigen doelen
plan-template-start-end = Begin en eind
plan-template-what-short = Na elke sessie vier lijnen over de sessie.
plan-template-what-short-phq9 = Na elke sessie vier lijnen. Elke vierde sessie ook de PHQ-9.
plan-template-what-goals = Vóór elke sessie een check-in, erna vier lijnen. Elke vierde sessie de eigen doelen.
plan-template-what-start-end = Bij de start verwachting en PHQ-9, na elke sessie vier lijnen, aan het eind en twaalf weken daarna weer de PHQ-9.
plan-now = Wat de groep nu invult
plan-draft = Zo wordt het meetplan
plan-empty = Nog niets. Kies een voorbeeld of voeg een lijst toe.
plan-version = versie { $version }
plan-when = Wanneer
plan-every = Om de hoeveel sessies
plan-weeks = Weken na vertrek
plan-up = Eerder
plan-up-of = Vraag { $title } eerder
plan-remove = Haal weg
plan-remove-of = Haal weg: { $title }
plan-newer = Versie { $version } is er. Nieuwe antwoorden gaan dan naar de nieuwe versie, oude blijven bij de oude.
plan-take-newer = Neem { $version }
plan-add-what = Lijst
plan-add = Voeg toe
plan-not-usable = { $title } (kan hier nog niet)
plan-preview = Wat een deelnemer invult
plan-preview-what = Voor wie bij de eerste sessie begint en alles invult. Wie later begint, krijgt de lijsten van de start bij de eigen eerste sessie.
plan-sessions = Sessie
plan-asked = Lijsten
plan-time = Tijd
plan-minutes = ± { $minutes } min.
plan-long = meer dan 3 minuten
plan-nothing = niets
plan-after-leaving = { $weeks } weken na vertrek
plan-look = Bekijk
plan-save = Bewaar meetplan
plan-counts = Een nieuw meetplan telt vanaf de volgende sessie. Wat al gevraagd en ingevuld is, verandert niet.
occasion-start = Bij de start van een deelnemer
occasion-before-session = Vóór een sessie
occasion-after-session = Na een sessie
occasion-end = Aan het eind
occasion-follow-up = Na vertrek

## Meetmomenten buiten een sessie

moment-start = Beginmeting
moment-end = Eindmeting
moment-follow-up = Nameting
moment-due-start = Beginmeting van { $name } kan nu, vóór de eerste sessie.
moment-due-end = Eindmeting van { $name } is nog niet ingevuld.
moment-due-follow-up = Nameting van { $name } is nu aan de beurt.
moment-open = Open
moment-open-of = Open de meting van { $name }
moment-list = Buiten de sessies
moment-what = Buiten een sessie, voor één deelnemer. Met deze code en de eigen code kan alleen deze deelnemer invullen.
moment-done = Alles is ingevuld en verstuurd.

## Tijdens en na de sessie

eve-title = Na sessie { $number }
eve-to-after = Na de sessie
eve-to-session = Naar de sessie
eve-still-open = De sessie is nog open. Deelnemers kunnen nog invullen.
eve-changed = Er is iets nieuws bij deze sessie. Bewaar eerst wat u net schreef.
eve-anew = Ververs de pagina
eve-absent = afwezig
eve-saving-short = bezig
eve-saved-short = bewaard
eve-all-saved = Alles is bewaard.
eve-saving = Peil bewaart: { $names }.
eve-lost = Nog niet bewaard: { $names }. Er is geen verbinding. Laat deze pagina open: Peil blijft het proberen.
eve-refused = Niet bewaard: { $names }. U bent misschien uitgelogd. Laad de pagina opnieuw en kies nog een keer.
eve-saved-attendance = De aanwezigheid is bewaard.
eve-saved-rating = Uw beoordeling is verstuurd.
eve-saved-note = De notitie is bewaard.
eve-saved-agreement = De afspraak staat erbij.
eve-saved-settled = De afspraak is afgerond.
eve-saved-signal = Bij het signaal staat wat is besloten.
eve-saved-time = De tijden zijn bewaard.
eve-saved-minutes = Uw minuten zijn bewaard.
eve-saved-line = De groep ziet die lijn niet meer.
eve-saved-reopened = De sessie is weer open, met een nieuwe code. Wie zijn lijn liet zien, kiest dat opnieuw.
eve-saved-other = Bewaard.
eve-problem-nothing-marked = Er is niets verstuurd. Zet op minstens één lijn een streep.
eve-problem-nothing-written = Er is niets bewaard: het veld was leeg.
eve-problem-time = De tijden zijn niet bewaard. Een sessie eindigt na het begin, en duurt hoogstens 12 uur.
eve-problem-minutes = De minuten zijn niet bewaard. Vul hele minuten in, van 0 tot en met 600.
eve-problem-conflict = Uw tekst is nog niet bewaard: iemand anders was eerder. Hieronder staan beide teksten.
eve-problem-other = Dat is niet bewaard.
eve-time-title = Tijd
eve-began = Begin
eve-ended = Einde
eve-mode = Vorm
eve-mode-unknown = niet ingevuld
eve-mode-in-person = in de kamer
eve-mode-online = online
eve-mode-hybrid = deels online
eve-direct = Directe tijd: { $minutes } minuten
eve-direct-short = Directe tijd
eve-minutes = { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
}
eve-time-asked = Klopt dit: { $from }–{ $until } ({ $minutes } min)?
eve-time-planned = Volgens de vaste tijd duurt een sessie { $minutes } minuten. Tel de tijd voor de vragenlijsten niet mee.
eve-time-right = Ja, dit klopt
eve-time-correct = Nee, pas de tijden aan
eve-time-save = Bewaar de tijden
eve-indirect-title = Indirecte tijd
eve-indirect-what = Werk voor deze sessie buiten de groep om. Ieder vult de eigen minuten in; samen ziet u de som.
eve-activity-planning = Plannen en regelen
eve-activity-recruitment = Werving en aanmelding
eve-activity-waiting-list = Wachtlijst
eve-activity-talk-before = Voorbespreking
eve-activity-talk-after = Nabespreking
eve-activity-record-keeping = Dossier
eve-activity-other = Anders
eve-together = samen { $minutes } min
eve-indirect-sum = Samen { $minutes } minuten
eve-indirect-all = Samen
eve-minutes-save = Bewaar mijn minuten
eve-rating-title = Hoe was deze sessie?
eve-sealed = Wat uw collega invulde, ziet u nadat u zelf hebt verstuurd. Dan ziet u hier ook wat de deelnemers invulden.
eve-no-form = De vragenlijst voor therapeuten is hier niet beschikbaar.
eve-nobody-rated = Nog geen therapeut heeft deze sessie beoordeeld.
eve-mark = Een getal: laag is ‘{ $low }’, hoog is ‘{ $high }’
eve-send-note = Na het versturen blijft dit staan zoals het is.
eve-send = Verstuur mijn beoordeling
eve-correct = Verbeter mijn beoordeling
eve-correct-note = De eerste beoordeling blijft bewaard. Collega's zien dat u haar hebt verbeterd.
eve-correct-send = Verstuur de verbetering
eve-corrected = Verbeterd na het versturen door { $names }.
eve-waiting-rating = Nog niet ingevuld door { $names }.
eve-apart = De therapeuten lagen { $points } punten uit elkaar op ‘{ $line }’
eve-apart-members = De deelnemers gaven gemiddeld { $members }, de therapeuten { $therapists } op ‘{ $line }’
eve-alike = Niemand zag deze sessie heel anders: nergens is het verschil 2 punten of meer.
eve-nothing-beside = Er is nog niets om deze beoordeling naast te leggen.
eve-key = Rechts is beter. Een stip is een therapeut.
eve-key-members = De ruit is het gemiddelde van { $number } deelnemers, de balk is één standaarddeviatie naar beide kanten.
eve-too-few = De deelnemers staan er niet bij: daarvoor moeten er minstens { $number } hebben ingevuld.
eve-row = { $name }: { $mark }
eve-no-mark = open gelaten
eve-members-row = { $number } deelnemers, gemiddeld { $mean }
eve-turned = Deze lijn is omgedraaid, zodat rechts beter is.
eve-table = De getallen
eve-table-caption = Elke lijn loopt van 0 tot 10, zoals ingevuld (niet omgedraaid).
eve-table-line = Lijn
eve-table-mean = Deelnemers, gemiddeld
eve-table-spread = Spreiding
eve-table-n = Aantal
eve-notes-title = Terugblik
eve-notes-what = Schrijf eerst ieder voor zich. Daarna leest u elkaars notitie en maakt u er samen één.
eve-notes-closed = De eigen notities zijn van de therapeuten van die sessie. U leest hier de gezamenlijke notitie.
eve-own-note = Mijn notitie
eve-note-names = Schrijf geen namen op.
eve-note-save = Bewaar mijn notitie
eve-note-of = Notitie van { $name }
eve-notes-sealed = De notitie van uw collega leest u nadat u de uwe hebt bewaard.
eve-waiting-note = Nog geen notitie van { $names }.
eve-conflict-own = U hebt deze notitie intussen ergens anders veranderd. Dit staat er nu:
eve-conflict = { $name } schreef intussen iets anders ({ $time }). Dit staat er nu:
eve-conflict-do = Uw eigen tekst staat hieronder. Voeg samen wat u wilt houden, en bewaar opnieuw.
eve-joint-title = Samen
eve-joint-note = Onze notitie
eve-joint-save = Bewaar onze notitie
eve-joint-by = Laatst geschreven door { $name }, { $time }
eve-joint-none = Er is nog geen gezamenlijke notitie.
eve-agreements-title = Afspraken voor de volgende keer
eve-agreements-what = U ziet ze terug vóór de volgende sessie, tot ze gedaan zijn of vervallen.
eve-agreements-earlier = Nog open van eerder
eve-agreements-tonight = Van deze sessie
eve-agreements-none = Er zijn geen afspraken.
eve-agreement-new = Nieuwe afspraak
eve-agreement-about = Over
eve-agreement-add = Voeg toe
eve-about-group = de hele groep
eve-about-member = over { $name }
eve-agreed-at = sessie { $number }
eve-settle-done = Gedaan
eve-settle-dropped = Vervalt
eve-settled-done = gedaan
eve-settled-dropped = vervallen
eve-signals-title = Open signalen
eve-signals-none = Er zijn geen open signalen.
eve-signal-decide = Wat is besloten?
eve-signal-note = Wat is er besproken, besloten of gedaan?
eve-signal-discussed = Besproken
eve-signal-acted = Er is iets gedaan
eve-alerts = { $number ->
    [one] Er staat 1 melding open.
   *[other] Er staan { $number } meldingen open.
}
eve-alerts-link = Naar de meldingen

## Vandaag

nav-home = Vandaag
home-title-one = Vandaag: { $name }
home-title = { $number ->
    [0] Vandaag geen groep
   *[other] Vandaag { $number } groepen
}
home-today = Vandaag
home-week = Komende week
home-later = Later of zonder vaste tijd
home-next = Uw volgende groep is { $name }: { $when }.
home-no-next = Geen van uw groepen heeft een vaste tijd. Leg hieronder vast wanneer ze bijeenkomen, dan staan ze hier op hun dag.
home-time = { $time }, { $minutes } minuten
home-when = { $day }, { $time }
home-safety-unseen = Veiligheidsmelding over { $name }, nog niet gezien
home-safety-seen = Veiligheidsmelding over { $name } staat open
home-asked = Een antwoord van { $name } vraagt om een gesprek
home-more = en nog { $number }
home-watch = { $number ->
    [one] Eén signaal om in de gaten te houden
   *[other] { $number } signalen om in de gaten te houden
}
home-calm = Geen signalen die om een gesprek vragen
home-after-of = Nabespreking sessie { $number }
home-after = Nabespreking
home-set-time = Leg een vaste tijd vast
home-schedule = Wanneer de groep bijeenkomt
home-schedule-why = Zo staat de groep op haar dag onder Vandaag. Valt een sessie uit, dan hoeft u hier niets te doen.
home-schedule-saved = De vaste tijd is bewaard.
home-schedule-wrong = Dit is nog niet bewaard. Kies een dag en een tijd, { $shortest } tot { $longest } minuten, en om de 1 tot { $seldom } weken.
home-schedule-day = Dag
home-schedule-none = Geen vaste dag
home-schedule-time = Tijd
home-schedule-minutes = Minuten
home-schedule-every = Om de hoeveel weken
home-schedule-save = Bewaar de tijd
home-day-1 = maandag
home-day-2 = dinsdag
home-day-3 = woensdag
home-day-4 = donderdag
home-day-5 = vrijdag
home-day-6 = zaterdag
home-day-7 = zondag

## Voorbespreking

before-title = Voorbespreking
before-title-of = Voorbespreking { $name }
before-side = Vorige sessie en afspraken
before-pdf = Print op één A4
before-scores = { $measure }: van start naar laatste score
before-new = nieuw
before-no-score = nog geen score
before-away = vandaag: { $why }
before-away-on = { $day }: { $why }
before-stays-away = Komt niet
before-away-why = Waarom komt { $name } niet op { $day }?
before-comes = Komt toch
before-last-away = Vorige keer: { $why }.
before-last-silent = Was er vorige keer, maar vulde niet in.
before-goal = Doel: { $goal }
before-goal-near = Doel: { $goal } ({ $near } van 10)
before-also = Ook:
before-others = De groep en wie er wegging
before-came = { $number } van { $total } aanwezig
before-answered = { $number } van { $total } vulden in
before-climate = Sfeer { $mean } van { $highest }
before-climate-none = Niemand beoordeelde de sessie
before-climate-usual = gewoon voor deze groep ({ $low } tot { $high })
before-climate-lower = lager dan gewoon voor deze groep ({ $low } tot { $high })
before-climate-higher = hoger dan gewoon voor deze groep ({ $low } tot { $high })
before-agreed = Afgesproken
before-agreed-none = Geen open afspraken.
before-agreed-at = { $said } (sessie { $number })
before-ahead = Komt eraan
before-sessions-left = { $number ->
    [0] Dit was de laatste geplande sessie van de groep.
    [one] Nog 1 geplande sessie tot het einde van de groep.
   *[other] Nog { $number } geplande sessies tot het einde van de groep.
}
before-ends = { $name }: gepland einde { $day }
before-ended = { $name }: het geplande einde was { $day }
before-footer = Peil, { $day }. Vertrouwelijk: alleen voor de therapeuten van deze groep.
before-left-out = { $number ->
    [one] 1 regel paste niet op dit blad. Op het scherm staat alles.
   *[other] { $number } regels pasten niet op dit blad. Op het scherm staat alles.
}
before-more = Nog { $number } over { $name }
before-more-group = Nog { $number } over de groep

## Het scherm aan de wand

wall-card-title = Scherm voor de groep
wall-card-what = Voor de wand: hoe de sessie was, zonder namen en vanaf vijf antwoorden. Een beeld ligt vast zodra u het opent: wacht dus even tot de meesten klaar zijn.
wall-card-open = Open het scherm
wall-card-lines = { $number ->
    [one] 1 mens zei ja: de groep mag de lijn zien
   *[other] { $number } mensen zeiden ja: de groep mag de lijn zien
}
wall-card-own-tab = in een eigen tabblad
wall-card-withdraw = Trek in
wall-looks = Wat het scherm laat zien
wall-look-tonight = Deze sessie
wall-look-evenings = De sessies
wall-look-lines = De lijnen
wall-leave = Sluit het scherm
wall-not-asked = Deze groep vult niets in over de sessie
wall-too-few = { $more ->
    [one] Nog 1 antwoord, dan is er een beeld
   *[other] Nog { $more } antwoorden, dan is er een beeld
}
wall-needs-answers = Voor een beeld zijn { $fewest } antwoorden nodig
wall-needs-lines = Voor lijnen zijn { $fewest } mensen nodig
wall-here = { $present ->
    [one] Vandaag is er 1 mens.
   *[other] Vandaag zijn er { $present } mensen.
}
wall-gone = Er is nu geen beeld
wall-gone-why = Er is iemand als afwezig genoteerd die in het beeld stond. Klopt dat niet? Dan komt het beeld vanzelf terug.
wall-only-whole = Kijk bij de sessies
wall-nobody = Er is nog niemand als aanwezig genoteerd.
wall-count = { $answered } van de { $present } hebben geantwoord.
wall-later = { $later ->
    [one] Dit beeld is van { $of }; 1 antwoord kwam later.
   *[other] Dit beeld is van { $of }; { $later } antwoorden kwamen later.
}
wall-next = { $more ->
    [one] Na nog 1 antwoord komt er een nieuw beeld.
   *[other] Na nog { $more } antwoorden komt er een nieuw beeld.
}
wall-said-belong = De meesten die antwoordden voelden zich er vandaag bij horen
wall-said-open = De meesten die antwoordden konden zeggen wat er in hen omging
wall-said-useful = De meesten die antwoordden nemen vandaag iets mee
wall-said-strain = Volgens de meesten die antwoordden bleef er weinig onuitgesproken
wall-said-good = De meesten die antwoordden vonden het een goede sessie
wall-said-apart = De antwoorden liggen vandaag ver uit elkaar
wall-said-between = Voor de meesten die antwoordden was het vandaag zo ertussenin
wall-said-hard = Voor de meesten die antwoordden was het vandaag niet makkelijk
wall-said-mixed = De antwoorden verschillen vandaag
wall-low-belong = Erbij horen was moeilijker
wall-low-open = Zeggen wat er in u omging was moeilijker
wall-low-useful = Iets meenemen lukte minder
wall-low-strain = Er bleef iets hangen dat niet werd gezegd
wall-key-middle = het midden
wall-key-half = de middelste helft
wall-key-way = naar rechts is beter
wall-heard = De middelste helft van de antwoorden ligt in vak { $low } tot en met { $high } van 5, het midden in vak { $middle }.
wall-heard-ends = Vak 1 is: { $worse }. Vak 5 is: { $better }.
wall-evenings-better = Deze sessie was voor de groep beter dan de vorige
wall-evenings-worse = Deze sessie was voor de groep minder dan de vorige
wall-evenings-same = Deze sessie was voor de groep zoals de vorige
wall-evenings-first = Dit is de eerste sessie met een beeld
wall-evenings-not-yet = Zo waren de sessies tot nu toe
wall-evenings-key = Hoger = beter. Stip: het midden. Streep: de middelste helft.
wall-answers = in beeld
wall-middle = midden
wall-no-evenings = Er is nog geen sessie met genoeg antwoorden
wall-heard-evening = Sessie { $session }: het midden in vak { $middle } van 5.
wall-no-lines = Lijnen komen hier als iedereen dat goed vindt
wall-no-lines-why = Ieder kiest dat zelf op de tablet, voor deze sessie. Niemand hoeft.
wall-lines-over = Deze sessie komen er geen lijnen meer
wall-lines-over-why = Wie er is, is veranderd sinds de lijnen te zien waren.
wall-lines-risen = { $rises ->
    [one] 1 van de { $all } lijnen staat hoger dan in het begin
   *[other] { $rises } van de { $all } lijnen staan hoger dan in het begin
}
wall-measurement = meting
wall-lines-key = Hoger = beter. Iedereen die er is vond dit deze sessie goed.
wall-heard-lines = { $rises ->
    [one] 1 van de { $all } lijnen eindigt beter dan zij begon.
   *[other] { $rises } van de { $all } lijnen eindigen beter dan ze begonnen.
}
wall-table = In vijf vakken: vak 1 is het minst goed, vak 5 het best
wall-question = Vraag
wall-half = middelste helft
wall-lines-table = De punten van elke lijn, meting na meting
wall-line = Lijn { $number }
wall-lost = De lijnen zijn even weg: er is geen verbinding.

## De eigen kaart

card-title = Kaart van { $name }
card-much-better = Het gaat duidelijk beter met u dan in het begin.
card-better = Het gaat beter met u dan in het begin.
card-same = Het gaat met u ongeveer zoals in het begin.
card-worse = Het gaat nu minder goed met u dan in het begin.
card-so-far = Dit is uw lijn tot nu toe.
card-higher = Hoe hoger de lijn, hoe beter het gaat.
card-band = In de band komen de meeste mensen die net zo begonnen als u.
card-cut-off-what = Boven de streeplijn is het zoals bij de meeste mensen.
card-cut-off = grens { $points }
card-heard = U vulde { $times } keer in. De eerste score was { $first }, de laatste { $last }.
card-goals = Uw doelen
card-near = { $near } van 10 dichtbij
card-footer = Peil. Deze kaart is van u.
card-foot = Voor de therapeut
card-back = Terug naar de pagina van dit lid
card-pdf = Als PDF, om te printen
card-picture = Alleen de lijn:
card-table = Wat u invulde, per sessie
card-column-band = De band
card-short = Kaart
card-open = Kaart voor de cliënt

power-title = Hoe groot moet een onderzoek zijn?
power-link = Hoe groot moet een onderzoek zijn?
power-lead = U kiest een opzet. Peil zegt hoe groot de kans is dat het onderzoek een echt verschil laat zien. Die kans heet het onderscheidingsvermogen (power). Er zijn geen gegevens van cliënten voor nodig.
power-ask = De opzet
power-arm = Vergeleken met
power-arm-groups = evenveel groepen met iets anders
power-arm-individuals = cliënten zonder groep (individueel of wachtlijst)
power-field-groups = Groepen per arm
power-field-members = Leden per groep
power-field-sessions = Sessies met een meting
power-field-effect = Verschil aan het eind
power-field-dropout = Uitval na elke sessie (%)
power-field-icc = Verschil tussen groepen (ICC)
power-field-clients = Verschil tussen cliënten
power-field-slopes = Verschil in tempo
power-field-ratio = Cliënten zonder groep, per groepslid
power-what-groups = 2 tot 60.
power-what-members = 2 tot 20.
power-what-sessions = 2 tot 52, steeds even ver uit elkaar.
power-what-effect = Tussen de armen bij de laatste sessie, in standaarddeviaties van de eerste meting. 0,5 is een middelgroot verschil.
power-what-dropout = Hoeveel van de 100 cliënten na een sessie niet meer komen. 0 tot 20.
power-what-icc = Deel van alle verschillen dat tussen groepen ligt, 0 tot 0,5. Gemiddeld over 37 onderzoeken: 0,06.
power-what-clients = Deel van alle verschillen dat tussen leden van een groep ligt, 0 tot 0,9. De rest verschilt per sessie.
power-what-slopes = Variantie van de echte verandering per sessie, als deel van de variantie van de eerste meting. 0 tot 0,01.
power-what-ratio = 0,25 tot 4. Bij 1 zijn het er evenveel als groepsleden.
power-fault-no-number = Hier staat geen getal. Geef een getal van { $least } tot { $most }.
power-fault-not-whole = Geef een heel getal van { $least } tot { $most }.
power-fault-outside = Dit kan niet. Geef een getal van { $least } tot { $most }.
power-fault-nothing-left = Groepen en cliënten samen laten niets over voor de sessie. Houd ze samen onder 1.
power-curve = De lijn loopt over
power-size-groups = Groepen per arm
power-size-members = Leden per groep
power-size-sessions = Sessies
power-size-behind-groups = groepen
power-size-behind-members = leden
power-size-behind-sessions = sessies
power-show = Bereken
power-simulate = Boots ook na
power-result = Uitkomst
power-cannot = Met deze getallen kan Peil niet rekenen. Bij het getal staat wat er mis is.
power-lost = Peil kon de uitkomst niet ophalen. Wat hieronder staat, hoort bij de vorige opzet. Verschuif nog eens of kies Bereken.
power-sentence-exact = De kans is { $percent } % dat dit onderzoek het verschil laat zien.
power-sentence-about = De kans is ongeveer { $percent } % dat dit onderzoek het verschil laat zien.
power-sentence-simulated = De kans is ongeveer { $percent } % (tussen { $lower } en { $upper } %) dat dit onderzoek het verschil laat zien.
power-how-exact = Volgens de formule is de kans { $percent } %. Die klopt precies als de verschillen tussen groepen, cliënten en sessies bekend zijn.
power-how-degrees = Volgens de formule is de kans { $percent } %. De armen zijn niet gelijk, dus de formule is een benadering.
power-how-dropout = Volgens de formule is de kans { $percent } %. Door de uitval is dat een benadering, en iets te hoog.
power-how-simulated = Nagebootst: { $trials } onderzoeken als dit, elk geschat met REML en getoetst volgens Kenward en Roger. De toevalsfout daarvan is { $error } procentpunt.
power-how-own-slopes = In { $trials } van die onderzoeken lijken de groepen niet van elkaar te verschillen. Daar is de t-toets van de eigen hellingen van de groepen gebruikt. Met alleen Kenward en Roger zou de kans { $percent } % zijn.
power-no-answer-of = { $lost ->
    [one] Eén nagebootst onderzoek gaf geen uitkomst en telt niet mee.
   *[other] { $lost } nagebootste onderzoeken gaven geen uitkomst en tellen niet mee.
  }
power-busy = Er loopt nu een andere nabootsing. Tot die klaar is, geldt de formule. Peil probeert het vanzelf opnieuw.
power-too-large = Deze opzet is te groot om hier na te bootsen. Gebruik daarvoor de opdracht peil power met --simulate.
power-no-answer = Nabootsen lukt niet met deze opzet. Neem meer groepen, leden of sessies, of laat iets verschillen.
power-few-groups = Minder dan tien groepen per arm zeggen weinig over de verschillen tussen groepen. Kijk ook wat er gebeurt bij een hogere ICC.
power-fewest-groups = Met minder dan vijf groepen per arm lijken groepen vaak niet te verschillen, ook als ze dat wel doen. Kenward en Roger is dan te voorzichtig. Toets in dat geval de eigen hellingen van de groepen met een t-toets; de nabootsing doet dat ook.
power-fewest-groups-individuals = Met minder dan zes groepen tegenover cliënten zonder groep klopt geen enkele toets precies. Kenward en Roger is dan te voorzichtig: de echte kans is lager dan de formule zegt. Kijk naar de nagebootste.
power-smallest = De kleinste opzet met 80 % kans
power-smallest-groups = { $value } groepen per arm, als de rest blijft zoals nu
power-smallest-members = { $value } leden per groep, als de rest blijft zoals nu
power-smallest-sessions = { $value } sessies, als de rest blijft zoals nu
power-none-groups = Met geen enkel aantal groepen: de kans wordt hoogstens { $percent } %
power-none-members = Met geen enkel aantal leden: de kans wordt hoogstens { $percent } %
power-none-sessions = Met geen enkel aantal sessies: de kans wordt hoogstens { $percent } %
power-smallest-formula = Dit is volgens de formule.
power-smallest-check = Dit is volgens de formule. Met ‘Boots ook na’ kijkt Peil of dat klopt.
power-smallest-to-come = Dit is volgens de formule. Peil bootst nog na of het klopt.
power-smallest-too-large = Dit is volgens de formule. De opzet is te groot om het hier na te bootsen; dat kan met de opdracht peil power met --simulate.
power-searched-groups = Nagebootst, stap voor stap: { $value } groepen per arm is het kleinste aantal dat 80 % haalt. De kans is daar { $percent } % (tussen { $lower } en { $upper } %; { $trials } onderzoeken).
power-not-settled-groups = Nagebootst, stap voor stap: 80 % werd niet zeker gehaald. Bij { $value } groepen per arm is de kans { $percent } % (tussen { $lower } en { $upper } %; { $trials } onderzoeken).
power-searched-members = Nagebootst, stap voor stap: { $value } leden per groep is het kleinste aantal dat 80 % haalt. De kans is daar { $percent } % (tussen { $lower } en { $upper } %; { $trials } onderzoeken).
power-not-settled-members = Nagebootst, stap voor stap: 80 % werd niet zeker gehaald. Bij { $value } leden per groep is de kans { $percent } % (tussen { $lower } en { $upper } %; { $trials } onderzoeken).
power-searched-sessions = Nagebootst, stap voor stap: { $value } sessies is het kleinste aantal dat 80 % haalt. De kans is daar { $percent } % (tussen { $lower } en { $upper } %; { $trials } onderzoeken).
power-not-settled-sessions = Nagebootst, stap voor stap: 80 % werd niet zeker gehaald. Bij { $value } sessies is de kans { $percent } % (tussen { $lower } en { $upper } %; { $trials } onderzoeken).
power-curve-title = De kans bij andere aantallen
power-axis = kans (%)
power-goal = doel
power-own = uw opzet
power-simulated = nagebootst
power-key = De lijn is de kans volgens de formule. De stip is uw opzet, de gestreepte lijn het doel van 80 %.
power-key-simulated = De lijn is de kans volgens de formule. De stip is uw opzet, de ruit de nabootsing met haar interval van 95 %, de gestreepte lijn het doel van 80 %.
power-table = De kans volgens de formule bij elk aantal
power-remark = Opmerking
power-enough = genoeg
power-assumed = Waar dit van uitgaat
power-assumed-clients = { $treated } cliënten in de groepen en { $control } in de andere arm.
power-assumed-line = Iedere cliënt verandert langs een eigen rechte lijn, en groepen zijn gesloten: allen beginnen en eindigen tegelijk.
power-assumed-test = Getoetst wordt of de ene arm sneller verandert dan de andere, tweezijdig met 5 % kans op vals alarm.
power-assumed-slopes = Van het verschil in tempo ligt hetzelfde deel tussen groepen als van de scores (de ICC).
power-assumed-individuals = Cliënten zonder groep verschillen niet door een groep.
power-assumed-dropout = Uitval hangt niet samen met de scores. In de praktijk vaak wel.
power-assumed-smallest = De lijn komt uit de formule.

# De samenstelling van een groep: wie erin zit, en wat iemand die wacht eraan verandert.
composition-title = Samenstelling
composition-title-of = Samenstelling van { $name }
composition-sub = Wie er nu in de groep zit, gemeten met één vragenlijst.
composition-chart = { $measure } van { $group }, bij de start en nu
composition-key = Elk lid is één stip bij de start en één stip nu. Omhoog is beter.
composition-key-spread = Blauwe streep: het gemiddelde. Blauw vlak: één standaardafwijking (SD) naar boven en naar beneden.
composition-key-cut-off = Streepjeslijn: klinische grens { $points }.
composition-key-reliable = Een teken achter de naam: minstens { $points } punten verschil met de start.
composition-key-newcomer = Ruit: wie wacht. Die telt niet mee in het gemiddelde.
composition-axis = { $measure }, omhoog is beter
composition-at-start = bij de start
composition-now = nu
composition-said = In woorden
composition-members = { $members ->
    [one] De groep heeft nu 1 lid; met een score: { $scored }.
   *[other] De groep heeft nu { $members } leden; met een score: { $scored }.
}
composition-time = Tijd in de groep: { $least } tot { $most } weken.
composition-spread-start = Bij de start: gemiddeld { $mean } (SD { $sd }), van { $lowest } tot { $highest }.
composition-spread-now = Nu: gemiddeld { $mean } (SD { $sd }), van { $lowest } tot { $highest }.
composition-few = Minder dan drie leden hebben een score. Peil laat alleen zien wat er is en rekent geen gemiddelde of spreiding uit.
composition-nobody = Geen lid heeft een score op deze vragenlijst.
composition-no-rule = Geen regel zegt welke samenstelling beter is. Uw organisatie heeft { $groups } groepen; een model heeft er minstens { $least } nodig.
composition-model = Geen regel zegt vooraf welke samenstelling beter is. Uw organisatie heeft { $groups } groepen. Dat is genoeg om een model te laten rekenen over al die groepen samen; teamleiders en beheerders zien dat op een eigen pagina.
composition-newcomer = Wie erbij komt
composition-nobody-waits = Niemand wacht op deze groep. Zet bij een nieuw lid de eerste dag op een dag die nog komt; dan ziet u hier wat er verandert.
composition-who-waits = Wie wacht:
composition-without = zonder nieuw lid
composition-with-none = { $name } heeft nog geen score op deze vragenlijst. Meet eerst, dan is te zien wat er verandert.
composition-with-score = { $name } scoort { $score }.
composition-with-few = Te weinig leden hebben een score om te vergelijken.
composition-with-place = Leden met een betere score: { $better }; met een slechtere: { $worse }; met dezelfde: { $equal }.
composition-with-better = Dat is { $sd } SD beter dan het gemiddelde van de leden nu.
composition-with-worse = Dat is { $sd } SD slechter dan het gemiddelde van de leden nu.
composition-with-mean = Dat is precies het gemiddelde van de leden nu.
composition-with-same = Alle leden hebben dezelfde score; een afstand in SD is er niet.
composition-with-change = Het gemiddelde gaat van { $mean } naar { $mean-with }, de SD van { $sd } naar { $sd-with }.
composition-table = Weken in de groep, eerste en nieuwste score van elk lid
composition-column-weeks = Weken
composition-row-waits = { $name } (wacht)

# De basislijnen van een groep: wie begint wanneer, door het lot.
baseline-link = Werkt de groep?
baseline-title = Werkt de groep? Wie wacht met wie begint
baseline-title-of = Werkt de groep? { $name }
baseline-sub = meten tijdens het wachten en in de groep
baseline-first-none = Wie eerst wacht en dan begint, wordt met zichzelf vergeleken. Laat het lot vooraf bepalen wie wanneer begint: alleen dan mag u later zeggen dat een verschil door de groep kan komen.
baseline-power-how = Hoeveel groepen een onderzoek nodig heeft, met een controlegroep:
baseline-power = reken het uit.
baseline-first-planned = Het plan is klaar, maar er is nog niet geloot. Zonder loting vooraf is later niet te zeggen of een verschil door de groep komt.
baseline-first-drawn = De startmomenten liggen vast. Er is nog niets gemeten, dus er is nog niets te zeggen.
baseline-first-interim = De metingen lopen nog. U ziet hoe het tot nu toe gaat; of de groep werkt, mag u hier nog niet uit afleiden.
baseline-first-elsewhere = De startmomenten zijn niet door Peil geloot. U ziet of het in de groep anders gaat dan tijdens het wachten; dat dit door de groep komt, mag u hier niet uit afleiden.
baseline-first-otherwise = Een verschil als dit is door het lot alleen onwaarschijnlijk. Maar het ging anders dan gepland: er is vaker dan één keer geloot, er is eerder gestopt, iemand begon op een ander moment dan geloot, of er ontbreekt veel. Trek daarom geen vaste conclusie over de groep.
baseline-first-unlikely = Een verschil als dit is door het lot alleen onwaarschijnlijk (getoetst is één kant: beter). Voor deze leden mag u zeggen dat het in de groep beter gaat dan tijdens het wachten. Het zegt niet dat het bij anderen ook zo is, en niet wat in de groep hielp.
baseline-first-may-be-chance = Een verschil als dit kan ook door het lot komen. U mag niet zeggen dat de groep werkt, en ook niet dat zij niet werkt: misschien zijn er te weinig leden of metingen.
baseline-first-no-test = De toets door het lot kan hier niets zeggen. U ziet de metingen en de verschillen; dat ze door de groep komen, mag u hier niet uit afleiden.
baseline-plan = Maak een plan
baseline-plan-how = U kiest wat en wanneer wordt gemeten. Daarna loot Peil één keer wie wanneer begint. Iedereen wordt op dezelfde momenten gemeten: eerst wachtend, daarna in de groep.
baseline-nobody = Er is niemand voor wie de groep nog moet beginnen. Voeg leden toe voordat zij beginnen.
baseline-who = Mee doen, in deze volgorde: { $names }.
baseline-no-measure = Deze groep meet nog niets bij elke bijeenkomst.
baseline-measure = Wat wordt gemeten
baseline-first-on = Dag van de eerste meting
baseline-every-days = Dagen tussen twee metingen
baseline-moments = Aantal metingen per lid
baseline-lot = Hoe het lot bepaalt wie wanneer begint
baseline-lot-dealt = Startmomenten verdelen over de leden
baseline-lot-each-own = Ieder lid loot een eigen startmoment
baseline-lot-together = Eén startmoment loten voor allen samen
baseline-lot-elsewhere = Elders bepaald, hier alleen opgeschreven
baseline-least-before = Metingen tijdens het wachten, minstens
baseline-least-after = Metingen in de groep, minstens
baseline-starts = Startmomenten, met komma’s ertussen
baseline-starts-how = Alleen bij verdelen en bij elders bepaald: voor elk lid één getal. Startmoment 5 betekent: de vijfde meting is de eerste in de groep. Bij elders bepaald in de volgorde van de leden hierboven.
baseline-save = Bewaar plan
baseline-fixed = De startmomenten liggen vast
baseline-not-drawn = Plan, nog niet geloot
baseline-starts-caption = Wie begint wanneer
baseline-column-start = Startmoment
baseline-column-day = Begint op
baseline-column-kept = Zo gegaan?
baseline-to-be-drawn = wordt geloot
baseline-not-in-lot = deed niet mee aan de loting
baseline-kept = ja
baseline-not-kept = nee: begon op moment { $moment }
baseline-not-kept-outside = nee: begon buiten de metingen van dit plan
baseline-not-begun = nee: nog niet begonnen
baseline-still-to-begin = moet nog beginnen
baseline-draw-once = Er wordt één keer geloot. Daarna ligt vast wie wanneer begint; opnieuw loten kan niet, ook niet na intrekken of voor een andere eerste dag.
baseline-draw = Loot en leg vast
baseline-fix = Leg vast
baseline-measure-waiting = Meet nu wie wacht
baseline-end = Eerder stoppen met meten
baseline-end-what = Daarna telt wat er is. Wat later nog wordt ingevuld, telt niet meer mee. Stop niet omdat de uitkomst u bevalt of tegenvalt: dan klopt de toets niet.
baseline-end-now = Stop met meten
baseline-cancel = Plan intrekken
baseline-cancel-what = Het plan en wat geloot is blijven te zien, met de reden. Wie nog niet is begonnen, hoort weer bij de groep zoals voor het loten. Is de groep intussen bij elkaar geweest, dan hoort die persoon er vanaf vandaag bij, of vanaf morgen als dat vandaag was.
baseline-cancel-why = Reden
baseline-cancel-now = Trek het plan in
baseline-cancelled-mistake = iets was verkeerd ingevuld
baseline-cancelled-members = er doen andere leden mee
baseline-cancelled-date = de groep begint op een andere dag
baseline-cancelled-other = iets anders
baseline-code = Meting van wie wacht
baseline-given-up = Ingetrokken plannen
baseline-given-up-drawn = { $day }: plan met eerste meting op { $first } ingetrokken nadat er geloot was. Reden: { $reason }.
baseline-given-up-not-drawn = { $day }: plan met eerste meting op { $first } ingetrokken voordat er geloot was. Reden: { $reason }.
baseline-wrong-days = Tussen twee metingen liggen 1 tot 31 dagen.
baseline-wrong-moments = Kies 2 tot 60 metingen.
baseline-wrong-phases = Wachten en groep vragen elk minstens één meting, en samen niet meer dan er zijn.
baseline-wrong-starts = U gaf { $starts } startmomenten voor { $members } leden. Geef elk lid er één.
baseline-wrong-outside = Startmoment { $start } kan niet. Kies uit { $first } tot en met { $last }, of verander het minste aantal metingen.
baseline-refused-measure = Deze vragenlijst wordt niet bij elke bijeenkomst afgenomen. Zet hem eerst in het meetplan van de groep.
baseline-refused-standing = Deze groep heeft al een plan. Trek dat eerst in.
baseline-refused-no-plan = Dit kan nu niet: er is geen plan dat hierop wacht.
baseline-refused-drawn = Voor iemand die meedoet, is al eens geloot. Er wordt niet opnieuw geloot, ook niet voor een andere eerste dag.
baseline-refused-begun = De groep is voor een van deze leden al begonnen. Loten kan alleen daarvoor.
baseline-refused-late = De dag van de eerste meting is voorbij. Loten kan alleen daarvoor. Trek het plan in en maak een nieuw plan.
baseline-refused-nobody-waits = Vandaag is er niemand die wacht, of er wordt niet gemeten.
baseline-says-when = { $measure }: { $moments } metingen per lid, elke { $days } dagen, van { $first } tot en met { $last }.
baseline-says-dealt = Deze startmomenten worden over de leden verdeeld: { $starts }.
baseline-says-each-own = Ieder lid loot een eigen startmoment van { $first } tot en met { $last }.
baseline-says-together = Er wordt één startmoment geloot voor allen samen, van { $first } tot en met { $last }.
baseline-says-elsewhere = Elders bepaald en hier opgeschreven, niet door Peil geloot: { $starts }. Daarom komt er geen toets.
baseline-says-outcomes = Het lot kan { $outcomes } verschillende uitkomsten hebben. De kleinste p die de toets kan geven: p { $least }.
baseline-says-before = De vragenlijst wordt vóór een bijeenkomst ingevuld. De eerste score ‘in de groep’ is dus gegeven voordat de groep iets kon doen. Het effect lijkt daardoor eerder te klein dan te groot.
baseline-says-both = De vragenlijst wordt vóór en na een bijeenkomst ingevuld. Van elk meetmoment telt de eerste score. De eerste score ‘in de groep’ is dus meestal gegeven voordat de groep iets kon doen. Het effect lijkt daardoor eerder te klein dan te groot.
baseline-says-too-few = Dat is te weinig om toeval uit te sluiten (daarvoor is p = 0,05 of kleiner gewoon). Neem meer leden, meer verschillende startmomenten of meer metingen.
baseline-says-drawn = Vastgelegd op { $day } door { $name }. { $draws ->
    [one] Voor deze groep is één keer geloot of vastgelegd.
   *[other] Voor deze groep is { $draws } keer geloot of vastgelegd: houd daar bij de uitkomst rekening mee.
}
baseline-says-seed = Getal waarmee de loting is na te gaan: { $seed }.
baseline-says-other-items = { $count ->
    [one] Eén score telt niet mee: daar waren andere vragen gesteld dan bij de meeste metingen.
   *[other] { $count } scores tellen niet mee: daar waren andere vragen gesteld dan bij de meeste metingen.
}
baseline-says-ended = Het meten is op { $day } met de hand gestopt.
baseline-title-none = Nog niemand is zowel wachtend als in de groep gemeten
baseline-title-better = Bij { $better } van { $of } leden is het gemiddelde in de groep beter dan tijdens het wachten
baseline-key = Elk vak is een lid, wie het eerst begon bovenaan. De streeplijn is het begin van de groep, gestippeld zolang dat nog moet komen. Vierkant: gemeten tijdens het wachten. Rond: in de groep. Een gat is een gemiste meting. { $measure }: omhoog is beter.
baseline-up = { $measure }, omhoog is beter
baseline-moment = meetmoment
baseline-waits = wacht
baseline-in-group = in de groep
baseline-note-start = begon op { $began }, geloot was { $drawn }
baseline-note-to-begin = begint op { $drawn }
baseline-said-member = { $name }: wachtend { $waiting }; in de groep { $group }.
baseline-said-scores = { $scores ->
    [one] één score, { $low }
   *[other] { $scores } scores van { $low } tot { $high }
}
baseline-said-none = geen scores
baseline-table = Scores per meetmoment; met ● in de groep
baseline-complete = De metingen zijn klaar: { $measured } van { $planned } zijn er.
baseline-interim = { $measured } van { $planned } metingen zijn er.
baseline-test = Toets door het lot
baseline-test-elsewhere = Peil heeft niet geloot. Er is dus geen kans uit te rekenen, en er staat hier geen p-waarde.
baseline-test-interim = De p-waarde komt als alle metingen er zijn, of als u met meten stopt. Wie steeds tussendoor kijkt, vindt op den duur altijd wel iets.
baseline-test-one-sided = De toets kijkt naar één kant: of het in de groep beter gaat ({ $better }) dan tijdens het wachten. Slechter worden toetst hij niet.
baseline-test-higher = een hogere score
baseline-test-lower = een lagere score
baseline-test-observed = Gemiddeld verschil over de leden, volgens de gelote startmomenten: { $points } punten (positief is beter).
baseline-test-exact = Van alle { $all } manieren waarop het lot had kunnen vallen, geven er { $good } een even groot of groter verschil: p { $p }.
baseline-test-drawn = Er zijn te veel mogelijke lotingen om te tellen. Van { $draws } nagebootste lotingen: p { $p }, met een standaardfout van { $error } door het nabootsen.
baseline-test-least = De kleinste p die dit plan kan geven: p { $least }.
baseline-test-by-lot = De toets gebruikt de gelote startmomenten, ook als iemand op een ander moment begon. De effecten hieronder gebruiken het echte begin.
baseline-test-equal = Allen begonnen op hetzelfde moment. Hoe het lot ook valt, het plan blijft hetzelfde; er is geen p-waarde te geven.
baseline-test-one = Er was maar één loting mogelijk; er is geen p-waarde te geven.
baseline-test-cannot = Met dit plan kan p nooit 0,05 of kleiner worden, hoe goed de groep ook werkt.
baseline-test-careful = Niet alle lotingen konden meetellen. Neem de p-waarde voorzichtig.
baseline-test-redrawn = Voor deze groep is { $draws } keer geloot. Deze p gaat over de laatste loting alleen.
baseline-test-stopped = Het meten is eerder gestopt dan gepland. Als dat om de uitkomst was, klopt p niet.
baseline-test-left-out = { $name } heeft in een van beide delen geen scores en telt in de toets niet mee.
baseline-test-one-member = Met één lid valt er niets te verdelen; er is geen toets.
baseline-test-no-scores = { $name } heeft te weinig scores in een van beide delen; daarom is er geen toets.
baseline-test-none = De toets kan met deze metingen niet worden gemaakt.
baseline-effects = Per lid
baseline-effects-how = Positief is beter. NAP: de kans dat een score in de groep beter is dan een tijdens het wachten; 0,50 is geen verschil. Tau is hetzelfde van −1 tot 1. Tau-BC rekent mee hoe het tijdens het wachten al ging. Tau-U, PND en PEM staan erbij omdat ernaar wordt gevraagd.
baseline-effects-caption = Effecten per lid
baseline-column-waiting = Wachtend
baseline-column-group = In de groep
baseline-column-mean-waiting = Gemiddeld wachtend
baseline-column-mean-group = Gemiddeld in de groep
baseline-column-difference = Verschil
baseline-column-nap = NAP
baseline-column-tau = Tau
baseline-column-tau-bc = Tau-BC
baseline-column-tau-u = Tau-U
baseline-column-pnd = PND
baseline-column-pem = PEM
baseline-while-waiting = tijdens het wachten
baseline-while-group = in de groep
baseline-note-too-few = Te weinig scores { $phase }: { $found }, nodig { $needed }. Een effect is daarmee niet te geven.
baseline-note-no-spread = De scores verschillen te weinig om dit uit te rekenen.
baseline-note-few = Maar { $found } scores { $phase }; vijf is gewoon.
baseline-note-constant = Alle scores { $phase } zijn gelijk; misschien houdt de schaal daar op.
baseline-note-tied = Alle scores zijn gelijk: er veranderde niets.
baseline-note-tau-u = Tau-U is groter dan 1; kijk naar Tau en Tau-BC.
baseline-note-range = De lijn van het wachten loopt, doorgetrokken, buiten alle scores; Tau-BC vergelijkt dan met wat niet kan.
baseline-note-missing = { $count ->
    [one] Eén geplande meting ontbreekt.
   *[other] { $count } geplande metingen ontbreken.
}
baseline-note-doubled = { $count ->
    [one] Eén score telt niet mee: op dat meetmoment was er al een.
   *[other] { $count } scores tellen niet mee: op die meetmomenten was er al een.
}
baseline-note-outside = { $count ->
    [one] Eén score telt niet mee: die ligt buiten de geplande metingen.
   *[other] { $count } scores tellen niet mee: die liggen buiten de geplande metingen.
}
baseline-note-contrary = { $count ->
    [one] Eén score telt niet mee: die is gemeten als van iemand die wacht, terwijl de groep al begonnen was.
   *[other] { $count } scores tellen niet mee: die zijn gemeten als van iemand die wacht, terwijl de groep al begonnen was.
}
baseline-model = Alle leden samen
baseline-model-how = Een model van alle scores. Het neemt aan dat scores ongeveer normaal verdeeld zijn. Positief is beter. Elke p hier is tweezijdig. Zoek niet naar het model met de mooiste uitkomst.
baseline-model-how-elsewhere = Een model van alle scores. Het neemt aan dat scores ongeveer normaal verdeeld zijn. Positief is beter. Er staat geen p bij: Peil heeft niet geloot, dus een klein getal zou niet bewijzen dat het door de groep komt.
baseline-model-interim = Het model komt als alle metingen er zijn, of als u met meten stopt.
baseline-model-level = Verandering van niveau
baseline-model-slope = Verandering van niveau en van helling
baseline-model-on = { $cases } leden, { $scores } scores.
baseline-model-trend = Helling tijdens het wachten, per meting: { $value }.
baseline-model-change = Verandering van niveau in de groep: { $value }.
baseline-model-change-slope = Verandering van helling, per meting: { $value }.
baseline-model-after = Samen { $moments } metingen na het begin: { $value }.
baseline-model-spread = Standaardafwijking tussen leden { $between }, binnen leden { $within }.
baseline-model-carried = Samenhang van een score met de vorige (AR1): { $phi }.
baseline-model-between = Verschil tussen personen (g): { $value } standaardafwijkingen, 95%-interval { $lower } tot { $upper }, { $degrees } vrijheidsgraden.
baseline-model-no-between = Een verschil tussen personen (g) is niet te geven: hoeveel mensen verschillen is te weinig bekend.
baseline-value = { $estimate } (95%-interval { $lower } tot { $upper }; p { $p })
baseline-value-interval = { $estimate } (95%-interval { $lower } tot { $upper })
baseline-value-se = { $estimate } (standaardfout { $se }; voor een interval is te weinig bekend)
baseline-model-few-cases = Geen model: { $found } leden hebben scores in beide delen, nodig zijn er { $needed }.
baseline-model-few-scores = Geen model met hellingen: { $found } leden hebben { $scores } scores of meer in beide delen, nodig zijn er { $needed }.
baseline-model-constant = Geen model: alle scores zijn gelijk.
baseline-model-collinear = Geen model: de metingen onderscheiden tijd en groep niet. Spreid de startmomenten.
baseline-model-none = Geen model: deze scores bepalen het niet.
baseline-model-caution-few = Maar { $cases } leden: vertrouw de toets door het lot meer dan dit model.
baseline-model-caution-independent = Het model neemt aan dat een score niet van de vorige afhangt: dat is hier niet te meten.
baseline-model-caution-no-variance = Een deel van het verschil tussen leden is op precies nul geschat; met zo weinig leden hoeft dat niet te kloppen.
baseline-model-caution-no-kr = De methode voor weinig leden (Kenward en Roger) kon niet worden gebruikt.
baseline-model-caution-same = Het effect is voor alle leden even groot genomen.

nav-counters = Cijfers
counters-title = Beleidscijfers
counters-lead = Hoeveel groepsbehandeling er was, geteld volgens vaste afspraken. Onder elk cijfer staat welke definitie het maakte.
counters-year = Jaar
counters-setting = Setting
counters-measure = Groei van
counters-show = Laat zien
counters-heading = { $year }, { $setting }
counters-caption = Per kwartaal en over het hele jaar
counters-what = Wat is geteld
counters-period = Periode
counters-period-q1 = K1
counters-period-q2 = K2
counters-period-q3 = K3
counters-period-q4 = K4
counters-period-year = hele jaar
counters-class-all = alle settings
counters-class-setting-1 = setting 1
counters-class-setting-2 = setting 2
counters-class-setting-3 = setting 3
counters-class-settings-4-to-8 = settings 4 tot en met 8
counters-definition = definitie { $version }
counters-definition-of = van
counters-unknown = niet bekend
counters-empty = In dit jaar is nog niets geteld. Een sessie telt mee als de therapeut haar heeft afgesloten. Kies een ander jaar, of lees contacten in uit het dossiersysteem.
counters-import = Er zijn nog geen individuele contacten ingelezen. Daarom ontbreken het aandeel groep en de minuten voor en na. De beheerder van de server leest ze in.
counters-import-with = Dat gaat met:
counters-contacts = Individuele contacten zijn ingelezen van { $first } tot en met { $last }.
counters-covered = Volgens wie inlas volledig: { $first } tot en met { $last }, settings { $settings }.
counters-not-covered = Bij het inlezen is niet gezegd van welke dagen alles erin staat. Daarom ontbreken het aandeel groep en de minuten voor en na.
counters-as-planned = Van een deel van de sessies schreef niemand het einde op. Daarvoor tellen de geplande minuten.
counters-left-out-clients = Van een deel van de nieuwe cliënten is het nummer in het dossiersysteem niet bekend. Zij tellen niet mee in de minuten voor en na.
counters-no-contacts = Van individuele contacten is niets bekend.
counters-open = { $open ->
    [one] Eén sessie telt niet mee: niemand heeft haar afgesloten.
   *[other] { $open } sessies tellen niet mee: niemand heeft ze afgesloten.
}
counters-untimed = Van een deel van de sessies is niet bekend hoe lang ze duurden: niemand schreef het einde op, en er was niets gepland. Die tellen als consult, maar niet in de minuten.
counters-inside = Dit overzicht is voor binnen de organisatie. In het CSV-bestand en de PDF is meer verborgen, zodat die naar buiten mogen: daar telt een getal pas vanaf elf cliënten en tien groepen.
counters-hidden-inside = „<{ $clients }” is minder dan { $clients } cliënten. „x” is weggelaten, omdat het over weinig cliënten gaat of een verborgen getal zou verraden. „–” is niet bekend.
counters-hidden-outside = „<{ $clients }” is minder dan { $clients } cliënten. „x” is weggelaten, omdat het over weinig cliënten of minder dan { $groups } groepen gaat, of een verborgen getal zou verraden. „–” is niet bekend.
counters-where-defined = Wat elk getal betekent, staat in Peil op de pagina Beleidscijfers.
counters-growth-hidden = Van de groei is hier weggelaten wat op een verborgen getal rust.
counters-version = Geteld volgens { $version }
counters-footer = Gemaakt op { $day } · alleen getallen, geen personen
counters-left-out = { $number ->
    [one] Eén regel paste niet op dit blad.
   *[other] { $number } regels pasten niet op dit blad.
}
counters-baseline = Het beginpunt: 2025
counters-baseline-what = Groei wordt gemeten vanaf 2025. Wat hier is ingevuld, gaat voor wat Peil zelf over 2025 telde. Vul van de groepsconsulten ook de kwartalen in: dan is een jaar dat nog loopt te vergelijken.
counters-none-entered = Er is nog niets ingevuld.
counters-entered-by = Ingevuld door { $name }, { $day }
counters-entered-at-server = Ingevuld op de server, { $day }
counters-value = Getal over 2025
counters-save = Bewaar
counters-remove = Haal weg
counters-not-saved = Niet bewaard. Schrijf een getal groter dan 0, zonder punten tussen de duizendtallen. Consulten en cliënten zijn hele getallen, een aandeel is hoogstens 100.
counters-definitions = Wat is geteld, en hoe
counters-definitions-what = Dit is definitie { $version }. Verandert een telling, dan krijgt ze een nieuw nummer. Zo wordt dezelfde vraag over drie jaar volgens dezelfde regel beantwoord. Wat later nog wordt afgesloten, verbeterd of ingelezen, telt dan mee.
counters-common-session = Een sessie telt als iemand haar heeft afgesloten. De dag is de dag waarop ze werd geopend, in de tijd van de organisatie. De setting is die van de groep op die dag. Van oude sessies is dat de setting die de groep had toen Peil dit ging bijhouden.
counters-common-time = De duur loopt van begin tot het einde dat iemand opschreef, in hele minuten naar beneden. Schreef niemand het op, dan tellen de geplande minuten van de groep: het moment van afsluiten zegt niet wanneer de sessie ophield. Was er ook niets gepland, dan telt de sessie wel als consult, maar in geen enkel aantal minuten.
counters-common-unit = Een eenheid is een kwartier. Minuten worden per sessie één keer afgerond op het dichtstbijzijnde kwartier: vanaf 8 minuten telt een kwartier heel. Deze regel is van Peil; hij is niet die van de declaratie.
counters-common-import = Ingelezen groepssessies tellen mee: een groep op een dag is één sessie, een cliënt daarbij één consult. De setting is die van de meeste cliënten. Was er die dag in Peil zelf iemand bij een sessie van die groep, dan telt alleen die. Een groep wordt herkend aan haar naam; hoofdletters en spaties maken niet uit.
counters-common-covered = Wie contacten inleest, zegt van welke dagen en settings alles in het bestand staat. Een getal waar alle contacten voor nodig zijn, staat er alleen als dat voor de hele periode geldt.
counters-common-setting = Settings 1, 2 en 3 staan apart; 4 tot en met 8 staan samen.
counter-unit-sessions = sessies
counter-unit-consults = consulten
counter-unit-units = eenheden van 15 minuten
counter-unit-minutes = minuten
counter-unit-clients = cliënten
counter-unit-percent = %
counter-unit-minutes-per-client = minuten per cliënt
counter-sessions = Sessies
counter-how-sessions = Afgesloten sessies met minstens één aanwezige cliënt.
counter-group-consults = Groepsconsulten
counter-how-group-consults = Elke aanwezige cliënt bij elke sessie is één consult. Wie op een dag bij twee groepen is, heeft er twee.
counter-consults-as-planned = Waarvan met geplande duur
counter-how-consults-as-planned = Groepsconsulten van sessies waarvan niemand het einde opschreef; daarvoor tellen de geplande minuten.
counter-consult-units = Groepsconsulten in eenheden
counter-how-consult-units = De eenheden van elke sessie, keer het aantal aanwezige cliënten.
counter-consults-without-time = Waarvan zonder bekende duur
counter-how-consults-without-time = Groepsconsulten van sessies waarvan niemand het einde opschreef en niets gepland was.
counter-direct-minutes = Directe minuten
counter-how-direct-minutes = De eenheden van elke sessie één keer, maal 15 minuten. Het aantal cliënten en therapeuten maakt niet uit.
counter-indirect-minutes = Indirecte minuten
counter-how-indirect-minutes = Alles wat therapeuten bij afgesloten sessies als indirect werk opschreven, van alle therapeuten samen.
counter-indirect-planning = Planning en organisatie
counter-how-indirect-planning = Deel van de indirecte minuten: ruimte, data en programma.
counter-indirect-recruitment = Werving
counter-how-indirect-recruitment = Deel van de indirecte minuten: leden zoeken en voorlichten.
counter-indirect-waiting-list = Wachtlijst
counter-how-indirect-waiting-list = Deel van de indirecte minuten: de wachtlijst bijhouden.
counter-indirect-talk-before = Voorbespreking
counter-how-indirect-talk-before = Deel van de indirecte minuten: het gesprek vooraf met de collega.
counter-indirect-talk-after = Nabespreking
counter-how-indirect-talk-after = Deel van de indirecte minuten: het gesprek achteraf met de collega.
counter-indirect-record-keeping = Verslag
counter-how-indirect-record-keeping = Deel van de indirecte minuten: het dossier bijhouden.
counter-indirect-other = Ander indirect werk
counter-how-indirect-other = Deel van de indirecte minuten: al het andere.
counter-clients = Cliënten met een groepsconsult
counter-how-clients = Verschillende cliënten met minstens één groepsconsult in de periode. Wie in twee kwartalen komt, is in het jaar één cliënt.
counter-clients-in-care = Cliënten in zorg
counter-how-clients-in-care = Verschillende cliënten met een groepsconsult of een ingelezen individueel contact in de periode. Alleen als alle contacten van de periode zijn ingelezen. Wie niet is gekoppeld aan zijn nummer in het dossiersysteem, kan dubbel tellen.
counter-group-minutes = Minuten in een groep
counter-how-group-minutes = De minuten van elke sessie, keer het aantal aanwezige cliënten. Niet afgerond op kwartieren.
counter-individual-minutes = Individuele minuten
counter-how-individual-minutes = De minuten van de ingelezen individuele contacten. Alleen als alle contacten van de periode zijn ingelezen.
counter-group-share = Aandeel groep
counter-how-group-share = Minuten in een groep, als deel van alle minuten in een groep en individueel. Alleen als alle contacten van de periode zijn ingelezen, en van minstens 95 van de 100 groepsconsulten de duur bekend is.
counter-new-clients = Cliënten die nieuw in een groep kwamen
counter-how-new-clients = Cliënten met hun eerste bekende groepsconsult in de periode, van wie het nummer in het dossiersysteem bekend is. Alleen als alle individuele contacten zijn ingelezen, van 13 weken voor de periode tot 13 weken erna, en groepen al 13 weken ervoor bekend zijn.
counter-new-clients-left-out = Waarvan het nummer ontbreekt
counter-how-new-clients-left-out = Cliënten met hun eerste bekende groepsconsult in de periode, die niet zijn gekoppeld aan hun nummer in het dossiersysteem. Zij tellen niet mee bij de regels hierboven en hieronder.
counter-minutes-before = Individueel, 13 weken ervoor
counter-how-minutes-before = Individuele minuten van deze cliënten in de 91 dagen voor die eerste dag, gedeeld door hun aantal. Alle settings tellen mee.
counter-minutes-after = Individueel, 13 weken erna
counter-how-minutes-after = Hetzelfde over de 91 dagen vanaf die eerste dag. Is dit lager dan ervoor, dan was er minder individuele zorg; waardoor, zegt dit cijfer niet.
growth-title = Groei sinds 2025
growth-more = { $what }, { $setting }: in { $year } { $percent } % meer dan in 2025.
growth-less = { $what }, { $setting }: in { $year } { $percent } % minder dan in 2025.
growth-same = { $what }, { $setting }: in { $year } evenveel als in 2025.
growth-share-more = { $what }, { $setting }: van { $from } % in 2025 naar { $to } % in { $year }. Dat is { $percent } % meer dan in 2025.
growth-share-less = { $what }, { $setting }: van { $from } % in 2025 naar { $to } % in { $year }. Dat is { $percent } % minder dan in 2025.
growth-share-same = { $what }, { $setting }: { $from } % in 2025 en { $to } % in { $year }.
growth-more-until = { $what }, { $setting }: in { $year } tot en met kwartaal { $quarter } { $percent } % meer dan in dezelfde kwartalen van 2025.
growth-less-until = { $what }, { $setting }: in { $year } tot en met kwartaal { $quarter } { $percent } % minder dan in dezelfde kwartalen van 2025.
growth-same-until = { $what }, { $setting }: in { $year } tot en met kwartaal { $quarter } evenveel als in dezelfde kwartalen van 2025.
growth-none = { $what }, { $setting }: 2025 begint met { $value }. Tot en met { $year } is er geen ander jaar of kwartaal om daarnaast te zetten.
growth-no-baseline = { $what }, { $setting }: van 2025 is geen getal bekend. Zonder beginpunt is er geen groei te zien.
growth-enter = Vul hieronder het getal over 2025 in.
growth-ask = Vraag uw beheerder het getal over 2025 in te vullen.
growth-counted-what = Het getal over 2025 telde Peil zelf. Het klopt alleen als toen alle groepen al in Peil stonden of zijn ingelezen. Is dat niet zo, dan hoort hieronder het getal uit het dossiersysteem.
growth-target = { $percent } % in { $year }
growth-mark = { $percent } % in { $year }
growth-mark-until = { $percent } % t/m K{ $quarter }
growth-key = De streepjeslijn is het pad naar 6 % meer in 2027 en 15 % meer in 2030 (ruiten). De doorgetrokken lijn is wat er was (stippen). Een open stip is een jaar dat nog loopt, vergeleken met dezelfde kwartalen van 2025.
growth-axis = 2025 is 100
growth-year = jaar
growth-caption = Groei in getallen
growth-against = vergeleken met
growth-row-entered = { $year } (ingevuld)
growth-row-counted = { $year } (geteld)
growth-row-until = { $year } t/m K{ $quarter }
growth-row-target = doel { $year }
growth-effort = 6 % in 2027 is een afspraak om moeite te doen waar groepsbehandeling past; 15 % in 2030 is een doel voor heel Nederland. Het zijn geen normen voor een team, een groep of een therapeut.
## Beheer: inrichten

admin-instruments-now = Versies
set-up-begin = Zo begint u
set-up-begin-what = Loop deze stappen na. Daarna kan de eerste sessie beginnen.
set-up-done = gedaan
set-up-to-do = nog te doen
set-up-step-team = Maak een team
set-up-step-what-team = Groepen en collega’s horen bij een team.
set-up-step-people = Voeg een therapeut toe
set-up-step-what-people = Uw collega krijgt een link en kiest zelf een wachtwoord.
set-up-step-alerts = Kies wie meldingen leest
set-up-step-what-alerts = Nodig voor vragenlijsten met een veiligheidsvraag.
set-up-step-group = Maak een groep
set-up-step-what-group = Naam, soort, setting en eerste dag.
set-up-step-therapist = Zet een therapeut op de groep
set-up-step-what-therapist = Wie de groep leidt, ziet de antwoorden.
set-up-step-member = Voeg een deelnemer toe
set-up-step-what-member = Met de naam die de deelnemer in de groep gebruikt.
set-up-step-plan = Kies het meetplan
set-up-step-what-plan = Welke vragenlijsten de groep invult, en wanneer de groep samenkomt.
set-up-places = Wat u hier inricht
set-up-place-organisation = Organisatie
set-up-place-what-organisation = Naam, signalen aan of uit, het scherm in de groepsruimte.
set-up-place-users = Collega’s
set-up-place-what-users = Wie mag inloggen, met welke rol, en wanneer dat voor het laatst was.
set-up-place-teams = Teams
set-up-place-what-teams = Groepen en collega’s bij elkaar.
set-up-place-groups = Groepen
set-up-place-what-groups = Groepen, therapeuten, deelnemers en meetplannen.
set-up-place-instruments = Vragenlijsten
set-up-place-what-instruments = Welke versies er zijn, en of de tekst is vergeleken.
set-up-place-alerts = Wie leest meldingen
set-up-place-what-alerts = Wie dienst heeft, en binnen welke tijd iemand moet kijken.
set-up-place-rules = Regels van signalen
set-up-place-what-rules = De getallen waarmee Peil een signaal geeft.
set-up-place-changes = Wijzigingen
set-up-place-what-changes = Wie wat veranderde, van wat naar wat.
set-up-saved = Bewaard.
set-up-none = geen
set-up-choose = kies
set-up-optional = (mag leeg)
set-up-from = vanaf { $from }
set-up-from-until = van { $from } tot en met { $until }
set-up-users = Collega’s
set-up-users-what = Iedereen kiest zelf een wachtwoord. U ziet het nooit.
set-up-last-login = Laatst ingelogd
set-up-last-login-at = laatst ingelogd { $time }
set-up-never = nog nooit
set-up-state-active = actief
set-up-state-blocked = geblokkeerd
set-up-state-invited = link gemaakt, nog geen wachtwoord
set-up-state-no-password = nog geen wachtwoord
set-up-add-user = Voeg een collega toe
set-up-add-user-what = Daarna ziet u één keer een link. Geef die aan uw collega.
set-up-change-user = Gegevens
set-up-password = Wachtwoord
set-up-password-what = Met een nieuwe link kiest uw collega een nieuw wachtwoord. Een oude link werkt dan niet meer.
set-up-link-until = Er is een link die nog niet is gebruikt. Hij werkt tot { $time }.
set-up-access = Toegang
set-up-access-what = Wie geblokkeerd is, kan niet inloggen. Wat deze collega eerder deed, blijft staan.
set-up-link-title = Link voor een wachtwoord
set-up-link-for = Link voor { $name }
set-up-link-what = Geef deze link aan { $name }. Daarmee kiest uw collega zelf een wachtwoord. De link werkt één keer, en drie dagen lang.
set-up-link-label = Link
set-up-link-once = U ziet de link alleen nu. Is hij weg? Maak dan een nieuwe.
set-up-link-back = Ga verder
set-up-teams = Teams
set-up-teams-what = Een teamleider ziet de groepen van het eigen team en kan ze inrichten.
set-up-teams-now = De teams
set-up-teams-empty = Er is nog geen team. Voeg hieronder het eerste team toe.
set-up-people = { $number ->
    [one] { $number } collega
   *[other] { $number } collega’s
}
set-up-rename = Andere naam
set-up-add-team = Voeg een team toe
set-up-groups = Groepen inrichten
set-up-groups-what = Alle groepen van uw organisatie. Antwoorden van deelnemers ziet u hier niet.
set-up-groups-team = De groepen van uw team.
set-up-groups-empty = Er is nog geen groep. Voeg hieronder de eerste groep toe.
set-up-no-leader = niemand leidt deze groep
set-up-one-leader = één therapeut
set-up-no-plan = nog geen meetplan
set-up-no-leader-do = Niemand leidt deze groep. Zet er een therapeut op, anders leest niemand de meldingen.
set-up-one-leader-do = Deze groep heeft één therapeut. Twee therapeuten is veiliger, vooral bij zware problemen.
set-up-add-group = Voeg een groep toe
set-up-change-group = Gegevens van de groep
set-up-members = Deelnemers
set-up-plan = Meetplan en vaste tijd
set-up-parts = Therapeuten
set-up-over = voorbij
set-up-end-part = Laatste dag
set-up-add-part = Zet een collega op de groep
set-up-no-carers = Er is nog geen therapeut of teamleider. Voeg eerst een collega toe.
set-up-members-what = Peil kent een deelnemer alleen bij de naam in de groep.
set-up-members-now = Wie er zijn en waren
set-up-members-empty = Er is nog niemand. Voeg hierboven de eerste deelnemer toe.
set-up-research-since = Onderzoek: toestemming sinds { $day }
set-up-research-none = Onderzoek: geen toestemming
set-up-research-what = Met toestemming krijgt onderzoek de gegevens zonder naam. De deelnemer mag dat altijd intrekken, ook na de groep. In een volgend bestand voor onderzoek staan zijn of haar gegevens dan niet meer.
set-up-add-member = Nieuwe deelnemer
set-up-add-member-what = Daarna ziet u één keer de eigen code van de deelnemer. Die is nodig op de tablet.
set-up-add-known = Deelnemer van een andere groep
set-up-add-known-what = De deelnemer houdt de eigen code.
set-up-add-known-open = Kies iemand die Peil al kent
set-up-correct = Verbeter de dagen
set-up-scored = Er zijn scores. De eerste dag verandert daarom niet meer; de geplande laatste dag wel.
set-up-organisation = Organisatie
set-up-organisation-what = Wat voor alle groepen geldt.
set-up-name = Naam
set-up-signals = Signalen
set-up-signals-what = Een signaal is een reden om te praten, nooit een oordeel of advies. Veiligheidsmeldingen blijven altijd aan.
set-up-signals-purpose = Waar signalen voor zijn
set-up-signals-are-on = signalen staan aan
set-up-signals-are-off = signalen staan uit
set-up-wall = Scherm in de groepsruimte
set-up-wall-what = Pas vanaf dit aantal antwoorden toont het scherm iets. Minder dan vijf kan niet.
set-up-rules = Regels van signalen
set-up-rules-what = Elke groep wordt daarna opnieuw beoordeeld. De regels zelf staan in de uitleg. Onder elk getal staat hoe het in bestanden en opdrachten heet.
set-up-rules-now = De getallen
set-up-rule-range = Gewoon { $usual }, van { $lowest } tot { $highest }
set-up-rule-set = zelf gekozen
set-up-rule-deterioration-confirmed = Metingen op rij die een achteruitgang bevestigen
set-up-rule-off-track-from = Meting vanaf welke het beloop wordt beoordeeld
set-up-rule-forecast-weeks = Weken die vooruit wordt gekeken
set-up-rule-forecast-watch = Deel van de cliënten met een beter verwacht beloop: vanaf hier let op
set-up-rule-forecast-attention = Deel van de cliënten met een beter verwacht beloop: vanaf hier meer aandacht
set-up-rule-stagnation-attended = Bijgewoonde sessies sinds de start
set-up-rule-stagnation-scores = Scores, met die van de start
set-up-rule-stagnation-recent = Nieuwste scores waarin naar vooruitgang wordt gezocht
set-up-rule-stagnation-progress = Deel van een betrouwbare verandering dat vooruitgang heet
set-up-rule-stagnation-probability = Kans op een betrouwbare verbetering waaronder het signaal komt
set-up-rule-relapse-held = Metingen op rij die de verbetering standhield
set-up-rule-recovered-held = Metingen op rij hersteld
set-up-rule-silence = Bijgewoonde sessies op rij zonder ingevulde lijst
set-up-rule-dropout-absences = Keren afwezig zonder bericht
set-up-rule-dropout-window = Sessies waarin die keren worden geteld
set-up-rule-dropout-probability = Kans om binnen vier sessies te stoppen, vanaf welke het signaal komt
set-up-rule-stall-window = Nieuwste sessies waarover de lijn van de groep wordt berekend
set-up-rule-stall-coverage = Zekerheid van die lijn
set-up-rule-stall-windows = Stukken van andere groepen die nodig zijn om mee te vergelijken
set-up-rule-stall-share = Deel van de leden met klachten dat stilstaat of achterblijft
set-up-rule-stall-until = Sessies dat leden gemiddeld meedoen, tot waar de regel spreekt
set-up-rule-rupture-deviations = Standaardafwijkingen onder het gewone oordeel
set-up-rule-rupture-members = Leden die in één sessie veel lager oordelen
set-up-rule-usual-sessions = Eerdere sessies die nodig zijn om te weten wat gewoon is
set-up-rule-split-ratio = Keren zo ver uiteen als gewoonlijk (als variantie)
set-up-rule-split-sessions = Sessies op rij
set-up-rule-outsider-deviations = Standaardafwijkingen onder het oordeel van de anderen
set-up-rule-outsider-sessions = Sessies met zo’n laag oordeel
set-up-rule-outsider-window = Nieuwste sessies waarin die worden geteld
set-up-rule-sudden-share = Deel van de score ervoor dat een plotse verandering groot genoeg maakt
set-up-rule-of = Regel { $rule }
set-up-rule-remark = Plotse verandering
set-up-changes = Wijzigingen
set-up-changes-what = De laatste 200. Namen van deelnemers staan hier niet.
set-up-changes-now = Wie wat veranderde
set-up-changes-empty = Er is nog niets ingericht of veranderd.
set-up-when = Wanneer
set-up-who = Wie
set-up-subject = Waarvan
set-up-field = Wat
set-up-was = Was
set-up-became = Werd
set-up-console = systeembeheerder
set-up-kind-organisation = organisatie
set-up-kind-account = collega
set-up-kind-team = team
set-up-kind-group = groep
set-up-kind-membership = deelname
set-up-field-email = E-mailadres
set-up-field-name = Naam
set-up-field-role = Rol
set-up-field-team = Team
set-up-field-profession = Beroep
set-up-field-language = Taal
set-up-field-kind = Soort groep
set-up-field-method = Methode
set-up-field-format = In- en uitstroom
set-up-field-setting = Setting (zorgprestatiemodel)
set-up-field-planned-size = Aantal plaatsen
set-up-field-planned-sessions = Aantal sessies
set-up-field-started-on = Eerste dag
set-up-field-ended-on = Laatste dag
set-up-field-account = Collega
set-up-field-part = Taak
set-up-field-from = Vanaf
set-up-field-until = Tot en met
set-up-field-pseudonym = Naam in de groep
set-up-field-client = Deelnemer
set-up-field-joined-on = Eerste dag
set-up-field-planned-end-on = Geplande laatste dag
set-up-field-fewest = Aantal antwoorden
set-up-field-signals = Signalen
set-up-field-state = Toegang
set-up-field-group = Groep
set-up-field-time-zone = Tijdzone
set-up-field-baseline-figure = Beleidscijfer van 2025
set-up-hint-role = Een teamleider ziet de groepen van het eigen team. Een beheerder ziet geen antwoorden.
set-up-hint-team = Een teamleider heeft altijd een team.
set-up-hint-format = Komen deelnemers samen, op vaste momenten, of het hele jaar door?
set-up-hint-setting = De setting uit de declaratie.
set-up-hint-ended-on = Alleen als de groep is gestopt.
set-up-hint-part = Leider en medeleider mogen alles in de groep. Wie leert of meekijkt, verandert niets.
set-up-hint-pseudonym = De naam die de deelnemer zelf kiest. Geen achternaam.
set-up-setting-1 = 1 – zelfstandig
set-up-setting-2 = 2 – ambulant, één beroep
set-up-setting-3 = 3 – ambulant, meer beroepen
set-up-wrong-email = Vul een e-mailadres in, zoals naam@voorbeeld.nl.
set-up-wrong-name = Vul een naam in van 1 tot 200 tekens.
set-up-wrong-role = Kies een rol uit de lijst.
set-up-wrong-team = Kies een team uit de lijst. Een teamleider heeft altijd een team.
set-up-wrong-profession = Kies een beroep uit de lijst.
set-up-wrong-language = Kies Nederlands of Engels.
set-up-wrong-kind = Kies een soort uit de lijst.
set-up-wrong-method = Kies een methode uit de lijst.
set-up-wrong-format = Kies open, gesloten of vaste momenten.
set-up-wrong-setting = Kies een setting van 1 tot 8.
set-up-wrong-planned-size = Vul een getal in van 1 tot 40, of niets.
set-up-wrong-planned-sessions = Vul een getal in van 1 tot 500, of niets.
set-up-wrong-started-on = Kies een dag. Hij ligt niet na de eerste deelnemer of sessie.
set-up-wrong-ended-on = Kies een dag na de eerste dag en niet in de toekomst, of niets.
set-up-wrong-account = Kies een therapeut of teamleider die mag inloggen.
set-up-wrong-part = Kies een taak uit de lijst.
set-up-wrong-from = Kies een dag.
set-up-wrong-until = Kies een dag die niet vóór de eerste dag ligt.
set-up-wrong-pseudonym = Vul een naam in van 1 tot 60 tekens.
set-up-wrong-client = Kies een deelnemer uit de lijst.
set-up-wrong-joined-on = Kies een dag in de tijd van de groep, hooguit een jaar vooruit.
set-up-wrong-planned-end-on = Kies een dag na de eerste dag, of niets.
set-up-wrong-fewest = Vul een getal in van 5 tot 20.
set-up-wrong-signals = Kies aan of uit.
set-up-wrong-state = Kies geblokkeerd of niet.
set-up-do-save = Bewaar
set-up-do-back = Zet terug
set-up-do-add-user = Voeg toe en maak een link
set-up-do-add-team = Voeg team toe
set-up-do-add-group = Voeg groep toe
set-up-do-add-part = Zet op de groep
set-up-do-end-part = Bewaar laatste dag
set-up-do-add-member = Voeg toe en toon de code
set-up-do-add-known = Voeg toe
set-up-do-correct = Bewaar dagen
set-up-do-give-research = Leg toestemming vast
set-up-do-withdraw-research = Trek toestemming in
set-up-do-rename = Bewaar naam
set-up-do-block = Blokkeer
set-up-do-unblock = Laat weer inloggen
set-up-do-new-link = Maak een nieuwe link
set-up-do-signals-on = Zet signalen aan
set-up-do-signals-off = Zet signalen uit
welcome-title = Kies uw wachtwoord
welcome-for = Welkom, { $name }
welcome-what = Kies een wachtwoord dat niemand anders kent. Daarna logt u ermee in.
welcome-password = Nieuw wachtwoord
welcome-password-hint = Minstens 12 tekens. Een zin werkt goed.
welcome-again = Nog een keer
welcome-do = Bewaar wachtwoord
welcome-wrong-short = Kies minstens 12 tekens.
welcome-wrong-differ = De twee wachtwoorden zijn niet gelijk.
part-lead = leider
part-co = medeleider
part-trainee = in opleiding
part-observer = kijkt mee
profession-psychologist = psycholoog
profession-psychotherapist = psychotherapeut
profession-expressive-therapist = vaktherapeut
profession-psychiatric-nurse = sociaal-psychiatrisch verpleegkundige
profession-nurse-specialist = verpleegkundig specialist
profession-experience-expert = ervaringsdeskundige
profession-psychiatrist = psychiater
profession-other = ander beroep
method-cbt = cognitieve gedragstherapie
method-mbt = mentaliseren (MBT)
method-schema = schematherapie
method-dbt = dialectische gedragstherapie
method-git-pd = GIT-PD
method-act = ACT
method-pmt = psychomotorische therapie
method-interpersonal = interpersoonlijk (Yalom)
method-psychodrama = psychodrama
method-balint = Balint
method-other = andere methode
problem-field-refused-title = Een veld klopt niet
problem-field-refused-what = Er is niets bewaard.
problem-field-refused-do = Kijk het veld na en probeer het opnieuw.
problem-email-taken-title = Dit e-mailadres is al in gebruik
problem-email-taken-what = Er is al een account met dit adres, misschien bij een andere organisatie.
problem-email-taken-do = Kies een ander adres.
problem-name-taken-title = Deze naam is al in gebruik
problem-name-taken-what = Iets anders heet al zo.
problem-name-taken-do = Kies een andere naam.
problem-last-administrator-title = Dit is de laatste beheerder
problem-last-administrator-what = Zonder beheerder kan niemand meer iets inrichten.
problem-last-administrator-do = Maak eerst iemand anders beheerder.
problem-account-blocked-title = Dit account is geblokkeerd
problem-account-blocked-what = Wie geblokkeerd is, krijgt geen link.
problem-account-blocked-do = Laat deze collega eerst weer inloggen.
problem-has-parts-title = Deze collega staat nog op een groep
problem-has-parts-what = Met de nieuwe rol kan deze collega de groep niet meer zien.
problem-has-parts-do = Vul bij de groep eerst een laatste dag in.
problem-has-members-title = De groep heeft nog deelnemers
problem-has-members-what = Een groep stopt als er niemand meer in zit.
problem-has-members-do = Beëindig eerst het traject van elke deelnemer.
problem-part-overlaps-title = Deze collega staat al op de groep
problem-part-overlaps-what = De dagen vallen samen met een andere taak in deze groep.
problem-part-overlaps-do = Vul daar eerst een laatste dag in.
problem-already-member-title = Deze deelnemer zit al in de groep
problem-already-member-what = De dagen vallen samen met een ander traject in deze groep.
problem-already-member-do = Kies een andere dag, of een andere deelnemer.
problem-pseudonym-taken-title = Deze naam is in de groep al gebruikt
problem-pseudonym-taken-what = Iemand in deze groep heet zo, of heette zo.
problem-pseudonym-taken-do = Laat de deelnemer een andere naam kiezen.
problem-has-scores-title = De eerste dag verandert niet meer
problem-has-scores-what = Er zijn al scores van deze deelnemer in de groep, of het lot heeft deze dag bepaald.
problem-has-scores-do = Laat de eerste dag staan. De geplande laatste dag kunt u wel veranderen.
problem-link-spent-title = Deze link werkt niet meer
problem-link-spent-what = Een link werkt één keer, en drie dagen lang.
problem-link-spent-do = Vraag uw beheerder om een nieuwe link.
# Groepen van een team naast elkaar

nav-team = Team
team-title = Groepen naast elkaar
team-lead = De groepen van uw team: wat er per groep te verwachten is van cliënten die gelijk beginnen, en hoe vaak er wordt ingevuld, gekomen, gestopt en op een signaal gereageerd.
team-no-team = Uw account hoort bij geen team. Vraag uw beheerder om u aan een team te koppelen; dan staan hier de groepen van dat team.
team-no-groups = Uw team heeft nog geen groepen. Zodra een groep bij uw team hoort, staat die hier.
team-choices = Wat u ziet
team-choice-measure = Vragenlijst
team-choice-kind = Soort groep
team-choice-window = Trajecten
team-choice-sort = Volgorde
team-window-year = van het laatste jaar
team-window-all = alle
team-sort-name = naar naam
team-sort-start = naar begindatum
team-counted-since = Geteld zijn trajecten die sinds { $day } zijn begonnen.
team-counted-all = Geteld zijn alle trajecten.
team-as-of = De vergelijking is van { $day } om { $time }.
team-newest = Daarna is er niets bijgekomen.
team-newer = { $newer ->
    [one] Daarna is één lijst ingevuld. Die telt mee zodra het rustig is.
   *[other] Daarna zijn { $newer } lijsten ingevuld. Die tellen mee zodra het rustig is.
}
team-changed = Daarna is er iets gewijzigd. Dat telt mee zodra het rustig is.
team-counting = De vergelijking wordt nu gemaakt. Dat duurt meestal minder dan een minuut. Daarna staat ze hier vanzelf.
team-look-again = Kijk opnieuw
team-there = De vergelijking is klaar.
team-show = Toon de vergelijking
team-failed = De vergelijking kon niet worden gemaakt. Peil probeert het over tien minuten opnieuw. Blijft dit zo? Vraag dan uw beheerder om in het logboek te kijken.
team-undetermined = Met deze scores is geen betrouwbare vergelijking te berekenen. Kies alle trajecten, of laat de vragenlijst na elke sessie invullen.
team-no-rank = De groepen staan nooit op volgorde van uitkomst: zo’n ranglijst wijst vooral toeval aan, en groepen met weinig cliënten staan er vanzelf boven- of onderaan.
team-few = Er zijn { $groups } groepen van deze soort. Dat is weinig: lees de intervallen als een ruwe schatting.
team-described = Van deze soort zijn er in uw organisatie minder dan vijf groepen waarvan cliënten deze vragenlijst minstens twee keer invulden. Daarom worden ze beschreven en niet vergeleken. Kies een andere soort of alle trajecten, of laat de vragenlijst na elke sessie invullen.
team-no-scores = Er zijn nog geen scores om groepen mee te vergelijken. Zet een vragenlijst over klachten of welbevinden in het meetplan van de groepen.
team-none-large-enough = Geen van uw groepen van deze soort heeft { $fewest } cliënten met twee scores of meer. Over minder cliënten wordt geen uitkomst getoond.
team-group = groep
team-clients = cliënten
team-effective = tellen voor
team-mean = gemiddelde
team-as-expected = als verwacht
team-limit-inner = 95 %
team-limit-outer = 99,8 %
team-effects-alike = Deze groepen zijn niet uit elkaar te houden
team-effects-apart = Meer groepen wijken af dan toeval verklaart: { $apart } van { $groups }
team-effects-chance = Van { $groups } intervallen { $apart ->
    [one] ligt er één
   *[other] liggen er { $apart }
} helemaal aan één kant van de streep; door toeval alleen zouden dat er hoogstens ongeveer { $expected } zijn.
team-effects-key = Een punt zegt wat er { $week } weken na de start van deze groep te verwachten is voor cliënten die gelijk beginnen, in punten van { $measure }: hoger is beter. Het model telt { $groups } groepen, en alleen cliënten met twee scores of meer: lees het naast het aantal dat stopte.
team-effects-zero = De streep is het gemiddelde van alle groepen van deze soort in uw organisatie ({ $kind }).
team-effects-interval = De lijn door een punt is het interval van 95 %. Groepen met weinig cliënten zijn naar het gemiddelde toe geschat. Een ruit: het interval raakt de streep niet.
team-effects-axis = { $measure }: punten beter dan gemiddeld
team-funnel-inside = Alle groepen liggen binnen de grenzen van 95 %
team-funnel-beyond = { $inner ->
    [one] Eén groep ligt
   *[other] { $inner } groepen liggen
} buiten de grens van 95 %, { $outer } buiten die van 99,8 %, van { $groups }
team-funnel-key = Een punt is het gemiddelde verschil tussen de laatste score en wat er bij deze start en deze soort groep te verwachten was, in punten van { $measure }: hoger is beter. Hoe meer cliënten, hoe dichter de grenzen bij nul liggen. Leden van een groep lijken op elkaar; dat telt in de grenzen mee. Buiten de grens van 95 % ligt gewoonlijk één op de twintig groepen. Een ruit ligt erbuiten. Het getal is het nummer in de tabel.
team-funnel-axis = { $measure }: punten beter dan verwacht
team-numbers-caption = De getallen achter beide grafieken, in punten; hoger is beter
team-column-effect = ten opzichte van het gemiddelde (95 %)
team-column-difference = ten opzichte van verwacht
team-interval = { $value } ({ $lower } tot { $upper })
team-shares-title = Invullen, komen, stoppen, reageren
team-shares-caption = Per groep, met het interval van 95 % en waarvan geteld is
team-started = begonnen
team-completion = formulieren ingevuld
team-attendance = gekomen
team-dropout = gestopt, van wie klaar is
team-signals = signalen op tijd bekeken
team-of = { $part } van { $whole }
team-share = { $percent } % ({ $lower }–{ $upper }), { $of }
team-nothing-counted = niets om te tellen
team-not-compared = niet vergeleken
team-too-few = minder dan { $fewest } cliënten: daarover wordt niets getoond
team-shares-note = ‘Tellen voor’: leden van één groep lijken op elkaar, dus tien leden tellen voor minder dan tien losse cliënten. Een percentage gestopt staat er vanaf { $ended } afgelopen trajecten. Deze cijfers gaan over groepen, niet over therapeuten.
team-signals-note = Op tijd bekeken: iemand zag, besprak of handelde binnen de tijd die uw organisatie voor veiligheidsmeldingen koos, en bij andere signalen binnen { $days } dagen.

# Casus voor intervisie

case-open = Casus voor intervisie
case-title = Casus voor intervisie
case-client = Deze cliënt
case-size-small = groep tot en met 5 leden
case-size-middle = groep van 6 tot 8 leden
case-size-large = groep van 9 leden of meer
case-weeks = { $weeks ->
    [one] 1 week in de groep
   *[other] { $weeks } weken in de groep
}
case-weeks-ended = traject van { $weeks ->
    [one] 1 week, afgelopen
   *[other] { $weeks } weken, afgelopen
}
case-signals = Signalen
case-no-signals = Er zijn geen signalen geweest.
case-at = Sessie { $number }
case-outside = Buiten de sessies
case-alert = veiligheidsmelding ({ $level })
case-urgency-note = ter kennis
case-urgency-watch = in het oog houden
case-urgency-attention = bespreken
case-ceased = voorbij
case-presence = Komen en invullen
case-came = { $present } keer aanwezig, { $away } keer afwezig, waarvan { $without } zonder bericht.
case-answered = { $answered } van { $asked } gevraagde formulieren ingevuld.
case-questions = Vragen voor de intervisie
case-left-out-title = Voor u dit deelt
case-left-out = Weggelaten: naam en schuilnaam, datums, groep, team, organisatie, therapeuten, doelen en alles wat de cliënt of therapeut zelf schreef. Sessies zijn geteld vanaf de start van het traject.
case-check = Kijk zelf na: een bijzonder verhaal of een zeldzaam beloop kan nog steeds herkend worden, ook door groepsleden. Vertel niet meer dan nodig is en neem het blad na afloop weer in.
case-footer = Peil. Voor intervisie onder geheimhouding.
case-full = Niet alles past op dit blad; oudere signalen zijn weggelaten.

## Wachtlijst

waiting-title = Wachtlijst
waiting-what = Wie wacht op deze groep, en wanneer er plaats is.
waiting-add = Nieuwe deelnemer
waiting-measure = Meten tijdens het wachten
waiting-who = { $people ->
    [0] Er wacht niemand
    [one] Er wacht één deelnemer
   *[other] Er wachten { $people } deelnemers
}
waiting-nobody = Geef een nieuwe deelnemer een eerste dag die nog komt. Dan staat die hier.
waiting-phase = Wat tijdens het wachten wordt gemeten, is het begin van de vergelijking: hoe ging het vóór de groep? Hier staat alleen hoe vaak er is gemeten.
waiting-since = Wacht sinds { $day }.
waiting-since-unknown = Onbekend sinds wanneer.
waiting-begins = Begint naar verwachting op { $day }.
waiting-could-begin = Zou beginnen op { $day }, maar was nog bij geen sessie.
waiting-measured = { $times ->
    [one] Op één dag gemeten: { $day }.
   *[other] Op { $times } dagen gemeten, het laatst op { $day }.
}
waiting-not-measured = Nog niet gemeten.
waiting-change = Andere dag, of stoppen met wachten
waiting-drawn = Het lot heeft bepaald wanneer deze deelnemer begint. Daarom verandert de eerste dag hier niet.
waiting-give-up-what = Wie niet meer wil wachten, is niet weggebleven: dit telt in geen enkel cijfer over stoppen.
waiting-give-up = Stopt met wachten
waiting-places = Plaatsen
waiting-taken = Er zijn { $members } van { $places } plaatsen bezet.
waiting-free = { $free ->
    [one] Er is één plaats vrij.
   *[other] Er zijn { $free } plaatsen vrij.
}
waiting-full = Er is geen plaats vrij.
waiting-over = { $over ->
    [one] Er is één deelnemer meer dan plaatsen.
   *[other] Er zijn { $over } deelnemers meer dan plaatsen.
}
waiting-ends = { $names }: klaar volgens plan.
waiting-comes = { $names }: begint.
waiting-no-days = Er is geen dag bekend waarop een plaats vrijkomt. Geef bij de deelnemers een geplande laatste dag op.
waiting-no-size = Het is niet bekend hoeveel plaatsen deze groep heeft.
waiting-set-up = Vul het in bij de gegevens van de groep.
waiting-ask = Vraag het aan uw beheerder.
waiting-entries = Instroommomenten
waiting-no-cycle = Deze groep heeft geen vaste instroommomenten.
waiting-entry = { $day }, week { $week } van de cyclus.
waiting-entry-whole = Een hele cyclus duurt dan tot en met { $day }.
end-not-begun = niet begonnen
left-not-begun = niet begonnen
set-up-do-waiting-begin = Bewaar de dag
set-up-field-cycle-starts-on = Eerste dag van de eerste cyclus
set-up-field-cycle-weeks = Weken in een cyclus
set-up-field-entry-weeks = Weken tussen twee instroommomenten
set-up-hint-cycle-starts-on = Alleen als de groep vaste cycli heeft, die op elkaar volgen. Vul dan ook de weken in.
set-up-hint-entry-weeks = Even lang als de cyclus: iedereen begint op de eerste dag. Korter: er zijn ook instroommomenten onderweg.
set-up-wrong-cycle-starts-on = Vul de eerste dag én de beide aantallen weken in, of geen van de drie.
set-up-wrong-cycle-weeks = Vul een getal in van 1 tot 104, samen met de eerste dag, of niets.
set-up-wrong-entry-weeks = Vul een getal in dat niet groter is dan de weken in een cyclus, of niets.
problem-stay-has-begun-title = Deze deelnemer is al begonnen
problem-stay-has-begun-what = De deelnemer was bij een sessie en staat dus niet meer op de wachtlijst.
problem-stay-has-begun-do = Sluit het verblijf af op de pagina van de deelnemer.

## De grafieken van een groep

before-last-unknown = Vorige keer: niet genoteerd, en niets ingevuld.
alternative-group-mean = Het gemiddelde van de groep gaat { $span }.
alternative-improvement = Ieder is geteld vanaf de eigen start; hoger is beter.
chart-group-mean-observed = groep (wie invulde)
chart-group-mean-members = groep (gemiddelde van de leden)
chart-table-caption-improvement = Verbetering per sessie, geteld vanaf de eigen start
attendance-each-leads = Een nummer opent wat er na die sessie is opgeschreven.
chart-key-left-out = { $members ->
    [one] Eén eerder lid past er niet bij en staat er niet in.
   *[other] { $members } eerdere leden passen er niet bij en staan er niet in.
}
change-key-former = { $members ->
    [one] Eén lid dat wegging, staat er niet in.
   *[other] { $members } leden die weggingen, staan er niet in.
}

fellows-title = Samenstelling van groepen
fellows-sub = Maakt het uit wie er verder in de groep zit? Alle groepen van uw organisatie samen, gemeten met één vragenlijst.
fellows-link = Maakt het uit wie er verder in de groep zit?
fellows-groups = Groepen:
fellows-all = alle groepen
fellows-closed = alleen gesloten groepen
fellows-of = Van { $groups } groepen met { $members } leden is bekend waar ieder begon en hoeveel beter of slechter het daarna ging. { $left ->
    [0] Niemand telt niet mee.
    [one] Eén lid telt niet mee: maar één keer gemeten, of te weinig groepsgenoten met een score.
   *[other] { $left } leden tellen niet mee: maar één keer gemeten, of te weinig groepsgenoten met een score.
}
fellows-few = Er { $groups ->
    [one] is { $groups } groep
   *[other] zijn { $groups } groepen
} met minstens drie leden die zijn gemeten. Peil vergelijkt pas vanaf { $needed } groepen: bij minder is een verschil niet van toeval te onderscheiden. De samenstelling van één groep ziet u op de pagina van die groep.
fellows-nothing = Er zijn nog geen scores. Zodra groepen zijn gemeten, staat hier wat er te zeggen is.
fellows-alike = Alle leden begonnen met dezelfde score, of alle groepen zijn gelijk samengesteld. Dan is niet te zien wat samenstelling doet.
fellows-cannot = Met deze scores kan het model niet worden berekend. Kies een andere vragenlijst, of alle groepen.
fellows-best = Deze uitleg past het best bij de scores: { $model }.
fellows-close = Bijna even goed past: { $models }. Tussen deze uitleggen kan Peil niet kiezen.
fellows-model = Uitleg
fellows-model-empty = het begin van leden telt niet
fellows-model-main = eigen begin en gemiddelde van de anderen
fellows-model-person-fit = ook: lijken op de anderen
fellows-model-diversity = ook: hoe gelijk de groep is
fellows-model-contrast = ook: afwijken van gelijke anderen
fellows-model-full = alles apart
fellows-says-others-better = Zaten er anderen met een hogere score in de groep, dan ging het lid meer vooruit.
fellows-says-others-worse = Zaten er anderen met een hogere score in de groep, dan ging het lid minder vooruit.
fellows-says-others-unsure = Of de scores van de anderen uitmaakten, is niet zeker: het kan ook niets zijn geweest.
fellows-says-similarity-better = Wie meer op de anderen leek, ging meer vooruit.
fellows-says-similarity-worse = Wie meer op de anderen leek, ging minder vooruit.
fellows-says-similarity-unsure = Of het uitmaakte hoeveel iemand op de anderen leek, is niet zeker: het kan ook niets zijn geweest.
fellows-says-others-similarity-better = Leken de anderen meer op elkaar, dan ging het lid meer vooruit.
fellows-says-others-similarity-worse = Leken de anderen meer op elkaar, dan ging het lid minder vooruit.
fellows-says-others-similarity-unsure = Of het uitmaakte hoeveel de anderen op elkaar leken, is niet zeker: het kan ook niets zijn geweest.
fellows-effects-title = Wat elk deel doet
fellows-effects-what = In punten vooruitgang, als alles tegelijk telt. Elke score is omgerekend: de laagste score van de vragenlijst is −1, de hoogste is 1. Lijken gaat van −1 (tegenover elkaar) tot 1 (gelijk).
fellows-effects = Punten vooruitgang bij één stap meer
fellows-effect = Deel
fellows-points = Punten
fellows-term-own = eigen begin
fellows-term-others = gemiddelde van de anderen
fellows-term-similarity = lijken op de anderen
fellows-term-others-similarity = hoe de anderen op elkaar lijken
fellows-submodels-title = Welke uitleg past
fellows-submodels-what = Zes modellen naast elkaar (GAPIM, Kenny en Garcia 2012). Lager is beter. Een verschil van minder dan 2 zegt weinig.
fellows-submodels = Modellen, het best passende bovenaan
fellows-aic = AIC
fellows-higher = Verschil
fellows-weight = Gewicht
fellows-left-out-collinear = Niet vergeleken: { $model }. In deze groepen volgt dat uit de rest.
fellows-left-out-not-fitted = Niet vergeleken: { $model }. Dat model kon niet worden berekend.
fellows-cannot-title = Wat hier niet uit blijkt
fellows-not-by-lot = Leden zijn niet door loting in een groep gekomen. Een verschil hoeft dus niet door de groep te komen.
fellows-own-start = Wie slecht begint, gaat vanzelf vaker vooruit. Daarom telt het eigen begin altijd mee.
fellows-open-groups = In een open groep zat niet iedereen met iedereen samen. Kies alleen gesloten groepen als u er daarvan genoeg heeft.
fellows-one-trait = Het gaat alleen om de score bij het begin, niet om leeftijd, achtergrond of klachten. Met een eigen bestand kan dat met de opdracht peil composition.

nav-leading = Mijn groepen
leading-what = Groepen die u begeleidt. U opent de sessie, noteert wie er is en laat de code voor de tablet zien. Uitslagen ziet u niet.
leading-empty = U begeleidt nog geen groep. Vraag de beheerder om u bij een groep te zetten.
leading-no-plan = Deze groep heeft nog geen meetplan. Vraag de beheerder om er een te maken.
leading-worry = U krijgt geen uitslagen en geen meldingen te zien; die gaan naar de behandelaar of naar wie dienst heeft. Maakt u zich zorgen over iemand, bel dan de behandelaar of de dienst van uw organisatie.

selection-title = Aanmelding en selectie
selection-what = Wie is aangemeld voor deze groep, en de drie gesprekken vóór de eerste dag. Alleen wie de groep leidt, ziet dit.
selection-open = Onderweg
selection-nobody = Er is nu niemand aangemeld.
selection-add = Iemand aanmelden
selection-add-what = Voor wie nog gesprekken krijgt. Is alles al besproken, gebruik dan Nieuwe deelnemer.
selection-done = Afgesloten
selection-since = Aangemeld { $day }.
selection-next = Volgende: { $step }.
selection-ended = Uitkomst: { $outcome }.
selection-entered = In de groep, of op de wachtlijst met een eerste dag.
selection-not-yet = Aan de beurt na het gesprek hiervoor.
selection-correct = Verbeter
selection-held = { $day }, gesprek met { $name }.
selection-motivation = Wil meedoen: { $mark } van 10.
selection-motivation-changed = Wil meedoen: { $mark } van 10; in het gesprek hiervoor { $earlier }.
selection-expectation = Verwacht hulp van de groep: { $mark } van 10.
selection-expectation-changed = Verwacht hulp van de groep: { $mark } van 10; in het gesprek hiervoor { $earlier }.
selection-corrected = Eerder stond er: { $was } Opgeschreven door { $name }, { $at }.
selection-step-diagnostic = Diagnostisch gesprek
selection-step-advice = Adviesgesprek
selection-step-contract = Contractgesprek
selection-step-what-diagnostic = Wat is er aan de hand, en wat is al geprobeerd?
selection-step-what-advice = Welke behandeling past, en waarom deze groep? De punten hieronder zijn een geheugensteun voor het gesprek. Ze beslissen niets. Met een eerste dag staat iemand vanaf nu op de wachtlijst.
selection-step-what-contract = Waarop kunnen cliënt en groep rekenen? Toestemming wordt hier vastgelegd, elke apart.
decided-together = Samen besloten
decided-client = Besloten door de cliënt, tegen het advies in
decided-team = Besloten door het team
decided-policy = Zo doen we het altijd
selection-outcome-goes-on = gaat verder
selection-outcome-other-group = andere groep
selection-outcome-individual = individuele behandeling
selection-outcome-stops = stopt hier
check-no = nee
check-yes = ja
check-not-asked = niet besproken
set-up-field-step = Gesprek
set-up-wrong-step = eerst het gesprek hiervoor.
set-up-field-held-on = Datum van het gesprek
set-up-wrong-held-on = kies vandaag of een dag ervoor.
set-up-field-held-by = Gesprek met
set-up-wrong-held-by = kies een behandelaar van deze groep.
set-up-field-decided = Hoe is besloten?
set-up-wrong-decided = kies hoe er is besloten.
set-up-hint-decided = Samen besloten: cliënt en behandelaar kozen na uitleg over wat er kan.
set-up-field-outcome = Uitkomst
set-up-wrong-outcome = kies een uitkomst. Na een later gesprek of een verblijf kan het alleen ‘gaat verder’ zijn.
set-up-field-motivation = Hoe graag wilt u meedoen?
set-up-wrong-motivation = een heel getal van 0 tot 10.
set-up-hint-motivation = De cliënt antwoordt zelf: 0 is helemaal niet, 10 is heel graag.
set-up-field-expectation = Hoeveel verwacht u dat de groep u helpt?
set-up-wrong-expectation = een heel getal van 0 tot 10.
set-up-hint-expectation = De cliënt antwoordt zelf: 0 is niets, 10 is heel veel.
set-up-field-psychosis = Acute psychose
set-up-wrong-psychosis = kies ja, nee of niet besproken.
set-up-field-trauma = Ernstige traumaklachten
set-up-wrong-trauma = kies ja, nee of niet besproken.
set-up-field-overstimulation = Raakt overprikkeld in een groep
set-up-wrong-overstimulation = kies ja, nee of niet besproken.
set-up-field-understanding = Taal of denken maakt meepraten moeilijk
set-up-wrong-understanding = kies ja, nee of niet besproken.
set-up-field-reflection = Weinig ruimte om naar zichzelf te kijken
set-up-wrong-reflection = kies ja, nee of niet besproken.
set-up-field-attendance = Besproken: elke keer komen, en afzeggen
set-up-wrong-attendance = kies ja, nee of niet besproken.
set-up-field-confidentiality = Besproken: wat in de groep gezegd is, blijft daar
set-up-wrong-confidentiality = kies ja, nee of niet besproken.
set-up-field-ending = Besproken: wanneer en hoe het stopt
set-up-wrong-ending = kies ja, nee of niet besproken.
set-up-field-research-export = Toestemming: gegevens zonder naam voor onderzoek
set-up-wrong-research-export = kies ja, nee of niet besproken.
set-up-field-show-in-group = Toestemming: eigen lijn tonen in de groep
set-up-wrong-show-in-group = kies ja, nee of niet besproken.
set-up-do-add-candidate = Meld aan
set-up-do-record-step = Bewaar het gesprek
