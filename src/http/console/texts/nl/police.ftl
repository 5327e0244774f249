# Words of the pages of the police. Every key stands in all three languages.

## navigation
nav-incoming = Binnengekomen
nav-alerts = Eigen signaleringen
nav-compose = Nieuwe signalering

## incoming reports and what came of them
incoming-help = Wat bedrijven melden, naast de signalering waar het bij hoort. Er gebeurt niets vanzelf: u beoordeelt en antwoordt.
incoming-actual = Terug naar echte berichten
answers-actual = Terug naar echte berichten
threads-open = Nog te beantwoorden
threads-waiting = Wacht op antwoord
threads-answered = Beantwoord
threads-none-open = Er wacht niets op antwoord.
threads-none-answered = Er is nog niets beantwoord.
thread-open = Nog niet beantwoord
thread-busy = In behandeling
thread-answered = Beantwoord
listed = Gesignaleerd
listed-read = Gelezen:
listed-differs = wijkt af
listed-open = Signalering openen
answer-text = Toelichting (mag leeg blijven)
answer-again = Nog een antwoord geven
move-accepted = Aannemen
move-declined = Niet aannemen
move-completed = Afronden
block = Tekst voor de meldkamer
block-copy = Kopiëren
block-copied = Gekopieerd

## pages of threads
older-pages = Oudere en nieuwste
older-more = Oudere
older-newest = Terug naar de nieuwste

## own alerts
alerts-none = Uw korps heeft nog niets gesignaleerd.
alert-newer = wat ervoor in de plaats kwam
alert-update = Bijwerken
alert-recall = Intrekken
alert-reports = Meldingen bij deze signalering
sightings-none = Nog geen waarnemingen
sightings = { $value ->
    [one] 1 waarneming
   *[other] { $value } waarnemingen
}
reach = Bereik
reach-recall = Voortgang van het intrekken
reach-delivered = { $value } aangekomen
reach-read = { $value } gelezen
reach-deleted = { $value } verwijderd
reach-late = { $value } te laat
reach-is-late = te laat
reach-late-since = te laat sinds
reach-partners = Per partner
reach-partner = Partner
reach-state = Stand
reach-told = Weet van het intrekken
reach-deleted-at = Verwijderd op
delivery-sent = verstuurd
delivery-delivered = aangekomen
delivery-read = gelezen
delivery-deleted = verwijderd
recall-title = Waarom trekt u dit in?
recall-help = Kies de reden; daarmee wordt ondertekend en verstuurd. Wie het bericht kreeg, moet het verwijderen en dat ondertekend melden.
recall-sent = Ingetrokken en vastgelegd, logregel

## composer
compose-help = Niets is vooraf ingevuld. Voor u verstuurt, ziet u wie het krijgt, onder welk besluit en tot wanneer.
compose-update = Signalering bijwerken
compose-update-help = U vervangt een eigen signalering. De oude tekst verdwijnt bij iedereen die hem kreeg.
compose-status = Echt, oefening of test
compose-why = Waarom
compose-case = Zaaknummer
compose-reason = Reden
compose-reason-text = Toelichting op de reden
compose-text-help = Nooit iets over afkomst, nationaliteit, geloof of gezondheid; geen namen.
compose-country = Land
compose-kind = Soort
compose-make = Merk
compose-model = Model
compose-second-color = Tweede kleur
compose-shape = Vorm
compose-occupants = Inzittenden
compose-trailer = Aanhanger
compose-partial-help = Met ? voor elk teken dat niet gelezen is
compose-lines-help = Eén per regel
compose-person = Een persoon beschrijven
compose-person-help = Alleen wat een beveiliger kan zien. Nooit een naam, en niets over afkomst, nationaliteit, geloof of gezondheid.
compose-count = Aantal personen
compose-age = Leeftijd
compose-age-min = Leeftijd van
compose-age-max = Leeftijd tot
compose-height = Lengte
compose-height-min = Lengte van (cm)
compose-height-max = Lengte tot (cm)
compose-build = Postuur
compose-hair = Haarkleur
compose-hair-length = Haarlengte
compose-facial-hair = Baard of snor
compose-eyes = Ogen
compose-glasses = Bril
compose-layer = Waar gedragen
compose-item = Kledingstuk
compose-more-clothing = Nog een kledingstuk
compose-last-seen = Laatst gezien op
compose-subject = Rol van de persoon
compose-what-to-do = Wat te doen
compose-action = Gevraagd
compose-priority = Prioriteit
compose-most-urgent = dringendst
compose-phone = Telefoon
compose-area-none = Geen gebied
compose-area-circle = Punt en straal
compose-area-geojson = GeoJSON plakken
compose-lat = Breedtegraad
compose-lon = Lengtegraad
compose-radius = Straal (km)
compose-geojson = GeoJSON
compose-geojson-help = Een Polygon, of een Feature met een Polygon; ten hoogste 200 punten.
compose-geojson-wrong = Dit is geen GeoJSON met één Polygon.
compose-terms = Aan wie, hoe lang, hoe ermee om te gaan
compose-audience = Voor wie
compose-audience-all = Iedereen onder het besluit
compose-audience-named = Alleen deze partners
compose-valid = Geldig
compose-hours = { $value } uur
compose-days = { $value } dagen
compose-handling = Afhandelingscode
compose-conditions = Voorwaarden
compose-onward = Ontvangers mogen het doorgeven
compose-grading = Hoe zeker is het (3x5x2)
compose-grading-help = Verplicht zodra een persoon wordt beschreven.
compose-source = Bron
compose-information = Informatie
compose-sharing = Delen
compose-opinion = Wat is inschatting en geen feit
compose-opinion-help = Wat u aanvinkt, staat bij de ontvanger als inschatting.
compose-missing = Vul dit in.
compose-needs-preview = Kies eerst het besluit in de voorvertoning.
compose-too-long = Langer dan het besluit toelaat.
compose-what-missing = Zeg naar welk kenteken, voertuig of welke persoon wordt uitgekeken.
source-1 = 1 betrouwbaar
source-2 = 2 niet getoetst
source-3 = 3 niet betrouwbaar
information-a = A zelf waargenomen
information-b = B van anderen, bevestigd
information-c = C van anderen
information-d = D niet bekend
information-e = E vermoedelijk onjuist
sharing-p = P mag gedeeld worden
sharing-c = C alleen onder voorwaarden

## handling
handling-H0 = H0 voor het doel, binnen de wet
handling-H1 = H1 niet als bewijs zonder toestemming
handling-H2 = H2 niet doorgeven zonder toestemming
handling-H3 = H3 zoals de voorwaarden zeggen

## subject
subject-suspect = verdachte
subject-convicted = veroordeelde
subject-victim = slachtoffer
subject-other = anders

## preview
preview = Wie krijgt dit
preview-wait = Kies doel, voor wie en afhandelingscode; dan staat hier wie het krijgt, onder welk besluit en tot wanneer.
preview-nobody = Zo kan het niet worden verstuurd.
preview-inactive = nu niet actief
preview-latest = Hoogstens tot
preview-readable = leesbaar tot
