# Woorden van de pagina's van beheerders. Elke sleutel staat in alle drie de talen.

nav-partners = Partners
nav-persons = Mensen
nav-certificates = Certificaten
nav-keys = Sleutels
nav-devices = Apparaten goedkeuren

## every page of these
filter = Deze lijst filteren
filter-hint = naam, nummer, instantie …
needs-script = Zonder scripts toont deze pagina alleen wat geregistreerd is; wijzigen kan dan niet.
part-due = Loopt af binnen 60 dagen, of is verlopen
part-rest = Al het andere
part-all = Geregistreerd
part-past = Ingetrokken of voorbij
part-none = Hier is nog niets geregistreerd.
part-more = { $value ->
    [one] Nog één wordt niet getoond. Kies een partner om alles te zien.
   *[other] Nog { $value } worden niet getoond. Kies een partner om alles te zien.
 }
due-over = verlopen
due-soon = { $value ->
    [0] vandaag
    [one] over 1 dag
   *[other] over { $value } dagen
 }
valid = geldig
up-to = t/m
valid-until = Geldig tot en met
withdrawn-at = Ingetrokken
partner = Partner
every-partner = Alle partners
show = Tonen
reason = Waarom
reason-help = Voor het logboek: wat er gebeurde, of welk stuk u zag.
at-once = Dit gebeurt meteen
form-next = Verder
form-sure = Ja, doe dit
form-back = Terug
form-cancel = Annuleren
done = Gedaan en vastgelegd, logregel
proposed = Voorgesteld: een andere beheerder van de centrale moet precies hetzelfde doen voordat het telt. Logregel
private-refused = Hier staat een geheime sleutel in. Die is niet bewaard en niet verstuurd; hier hoort alleen het certificaat of de openbare sleutel.
deed-edit = Wijzigen
deed-change = Wijzigen of verlengen
deed-activate = Actief maken
deed-confirm = Bevestigen als tweede beheerder
deed-suspend = Schorsen
deed-withdraw = Intrekken
deed-approve = Goedkeuren
deed-refuse = Afwijzen

## partners
partners-help = Wie meedoet, met de papieren waarop dat rust. U ziet hier geen berichten en niets van het logboek.
partners-read = De partners met wie u besluiten deelt. Beheerders van de centrale wijzigen ze.
two-stewards = Op deze centrale zijn twee beheerders nodig om een partner actief te maken of een proeftijd te verkorten.
two-stewards-persons = Op deze centrale zijn twee beheerders nodig om een beheerder van de centrale te registreren of te wijzigen.
partner-admit = Partner toelaten
partner-id = Kenmerk
partner-id-help = Kleine letters, cijfers en streepjes; verandert nooit.
partner-name = Naam
partner-kind-label = Soort
license = Vergunning
license-number = Nummer
license-category = Categorie
license-authority = Afgegeven door
license-territory = Geldt in
quality-mark = Keurmerk
mark-name = Naam van het keurmerk
scope = Houdt toezicht op
trial = Proeftijd
trial-runs = loopt
trial-over = voorbij
trial-until = Proeftijd tot en met
trial-help = Tot dan geldt hoogstens de helft van de gewone grenzen. Leeg gelaten houdt een bekende partner zijn proeftijd.
limits = Grenzen per minuut
limits-why = Waar vandaan
limit-submissions = { $value } versturen
limit-searches = { $value } zoekvragen
limit-deliveries = { $value } ontvangen
limits-by-grant = De geldende besluiten geven dit.
limits-usual = Geen geldend besluit; wat hier gewoon is.
limits-trial = De proeftijd halveert het; zonder proeftijd: { $value }.
waits = Wacht
waits-active = { $value } wil deze partner actief maken. Een tweede beheerder moet dat bevestigen.
waiting-title = Wacht op een tweede beheerder
waiting-by = begonnen door { $value }
waiting-help = Bevestigen doet u door precies hetzelfde in te vullen als wie ermee begon. Al het andere is een nieuw voorstel.
happens-admit = De partner staat als aangevraagd. Hij kan niets tot u hem actief maakt.
happens-change = Wat u invulde, geldt vanaf nu. Met een verlopen vergunning of keurmerk worden de live-feeds van deze partner binnen een seconde afgesloten en wordt niets meer van hem aangenomen.
happens-shorter-trial = Een kortere proeftijd wacht op een tweede beheerder.
happens-partner-active = Iedereen van deze partner met eigen papieren in orde kan er vanaf nu in en ontvangt berichten.
happens-second = Heeft een andere beheerder het voorgesteld, dan gebeurt het hiermee; anders wordt het voorgesteld en wacht het.
happens-partner-suspended = De live-feeds van deze partner worden binnen een seconde afgesloten. Niemand van deze partner ziet, zoekt of verstuurt nog iets, tot hij weer actief is.
happens-partner-withdrawn = De live-feeds van deze partner worden binnen een seconde afgesloten. Hij is voorgoed weg: dit kan niet ongedaan worden gemaakt.

## persons
persons-help = Met een pseudoniem: een pasnummer, nooit een naam. Wie een verlopen screening heeft, komt nergens in.
person-register = Persoon of systeem registreren
person-id = Nummer
person-id-help = Een pseudoniem uit uw eigen register, zoals een pasnummer; verandert nooit.
role-of = Rol
screening = Screening
screening-authority = Gescreend door
training = Laatste opleiding
happens-person = De persoon is meteen actief. Met een geregistreerd certificaat komt hij binnen, met een geregistreerde sleutel ondertekent hij.
happens-person-change = Wat u invulde, geldt vanaf nu. Met een verlopen screening worden de live-feeds van deze persoon binnen een seconde afgesloten.
happens-person-active = Deze persoon kan er meteen weer in, als certificaat en screening in orde zijn.
happens-person-suspended = De live-feeds van deze persoon worden binnen een seconde afgesloten. Hij ziet, zoekt en verstuurt niets, tot hij weer actief is.
happens-person-withdrawn = De live-feeds van deze persoon worden binnen een seconde afgesloten. Hij is voorgoed weg: dit kan niet ongedaan worden gemaakt.

## certificates
certificates-help = Een certificaat telt alleen als het hier geregistreerd is. De eigenaar houdt de geheime sleutel bij zich.
certificate-register = Certificaat registreren
holder = In handen van
pem-file = Bestand van het certificaat
pem = Certificaat (PEM)
pem-help = Wordt in deze browser alleen als tekst gelezen. Nooit een geheime sleutel en nooit een .p12-bestand.
fingerprint = Vingerafdruk
happens-certificate = Wie de geheime sleutel van dit certificaat heeft, komt vanaf nu binnen als deze persoon.
happens-certificate-withdrawn = Open pagina's en feeds met dit certificaat worden binnen een seconde afgesloten, en het komt er nooit meer in.

## keys
keys-help = Wat iemand verstuurt, telt alleen als het ondertekend is met een sleutel die hier geregistreerd is.
key-register = Sleutel registreren
jwk = Openbare sleutel (JWK)
jwk-unreadable = Dit is geen openbare sleutel in JSON.
jwk-help = Gemaakt door het systeem van de partner. Nooit het geheime deel (d).
kid = Sleutel
key-kind = Soort sleutel
happens-key = Wat met deze sleutel is ondertekend, telt vanaf nu als verstuurd door deze persoon.
happens-key-withdrawn = Wat met deze sleutel wordt ondertekend, wordt niet meer aangenomen. Wat er eerder mee ondertekend is, blijft geldig.

## devices
devices-help = Een apparaat mag pas ondertekenen nadat u het goedkeurt. Laat de eigenaar de sleutel voorlezen van de pagina van het apparaat, en vergelijk.
devices-open = Wacht op u
devices-decided = Beslist of verlopen
devices-none = Er wacht geen apparaat.
device-state-open = wacht
device-state-approved = goedgekeurd
device-state-refused = afgewezen
device-state-expired = verlopen
person-standing = Status
keys-in-force = Andere sleutels
keys-count = { $value ->
    [0] geen geldig
    [one] 1 geldig
   *[other] { $value } geldig
 }
asked-at = Gevraagd
decide-until = Te beslissen tot
decided-by = Beslist door
decided-at = Beslist
compare-kid = De sleutel van het apparaat; vergelijk die met de eigenaar:
approval-help = Hoogstens { $value } dagen, en zoveel als u niets invult.
refusal-reason-help = Wie het vroeg, leest dit ook.
happens-approval = Dit apparaat ondertekent vanaf nu in naam van zijn eigenaar.
happens-refusal = Het apparaat krijgt geen sleutel. De eigenaar kan het opnieuw vragen.

## partner-kind
partner-kind-police = politie
partner-kind-firm = beveiligingsbedrijf
partner-kind-oversight = toezicht
partner-kind-steward = beheerder van de centrale

## partner-standing
partner-standing-applied = aangevraagd
partner-standing-active = actief
partner-standing-suspended = geschorst
partner-standing-withdrawn = ingetrokken

## waiting
waiting-person = Registreren of wijzigen:
waiting-standing = Weer actief maken:
waiting-certificate = Certificaat
waiting-key = Sleutel
waiting-partner = Een kortere proeftijd van

## menu and first page
menu = Menu
lost-title = Niet gevonden
to-first-page = Naar de eerste pagina
group-work = Werk
group-registry = Register
group-oversight = Toezicht
group-own = Uzelf
home-attention = Om naar te kijken
attention-devices = { $value ->
    [one] Eén apparaat wacht op goedkeuring
   *[other] { $value } apparaten wachten op goedkeuring
 }
attention-waiting = { $value ->
    [one] Eén wijziging wacht op een tweede beheerder
   *[other] { $value } wijzigingen wachten op een tweede beheerder
 }
attention-partners = { $value ->
    [one] Bij één partner lopen papieren af
   *[other] Bij { $value } partners lopen papieren af
 }
attention-persons = { $value ->
    [one] Eén screening loopt af of is verlopen
   *[other] { $value } screenings lopen af of zijn verlopen
 }
attention-certificates = { $value ->
    [one] Eén certificaat loopt binnenkort af
   *[other] { $value } certificaten lopen binnenkort af
 }
attention-keys = { $value ->
    [one] Eén sleutel om te ondertekenen loopt binnenkort af
   *[other] { $value } sleutels om te ondertekenen lopen binnenkort af
 }
own-screening = Uw screening: { $value }. Vraag uw beheerder om de nieuwe te registreren.
own-certificate = Uw certificaat: { $value }. Vraag uw beheerder op tijd om een nieuw.
