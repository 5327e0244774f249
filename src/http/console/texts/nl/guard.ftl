# Words of every page, of records, and of the pages of guards. Every key stands in all three languages.

## every page
skip = Naar de inhoud
navigation = Pagina's
language = Taal
unreachable = De centrale is niet bereikbaar. Er is niets verstuurd. Controleer de verbinding en probeer het opnieuw.
yes = ja
refused-title = Dit is geweigerd
refused-member = Het gaat om:
refused-logged = De weigering staat in het logboek. Nummer van de aanvraag:

## first page
home-title = Samen
home-exchange = U bent verbonden met { $value }. Alles wat u hier bekijkt of verstuurt, komt in het logboek.
home-nothing = Er zijn hier geen pagina's voor uw rol. Vraag het de beheerder van uw organisatie als dat niet klopt.

## what one finds on a page
about-board = Live: naar wie en wat u uitkijkt
about-incident = Vertel de politie wat er gebeurde
about-handover = Geef werk door aan de politie
about-answers = Wat er kwam van wat u stuurde
about-task = Zeg één keer waarom u zoekt
about-search = In wat met u gedeeld is
about-deletions = Wat is ingetrokken en nog bij u ligt
about-device = De sleutel waarmee dit apparaat ondertekent
about-partners = Papieren, status en grenzen
about-persons = Rol, screening en status
about-certificates = Wie binnenkomt, en tot wanneer
about-keys = Wie ondertekent, en tot wanneer
about-devices = Telefoons en werkplekken die willen ondertekenen
about-incoming = Meldingen van bedrijven, live, naast waar ze bij horen
about-alerts = Wie ze kreeg, wat ervan kwam, intrekken
about-compose = Vraag bedrijven uit te kijken
about-oversight = Wat op u wacht
about-question = Zeg één keer waarvoor u het logboek leest
about-entries = Zoek in het logboek: kenteken, bericht, persoon, periode
about-subject = Wat er over iemand is verwerkt, met de brief
about-flags = Patronen om naar te vragen, geen oordeel
about-samples = Loot regels en beoordeel ze
about-recalls = Is het overal verwijderd?
about-orders = Bewaren, vernietigen, een maand afsluiten
about-overview = De aantallen van een jaar, om af te drukken
about-health = Uw browser rekent het logboek zelf na
about-bundle = Bewijs dat anderen zonder ons kunnen controleren

## board
nav-board = Signaleringenbord
board-alerts = Signaleringen die nu gelden
board-answers = Antwoorden
board-empty = Er is nu geen signalering van kracht.
board-live = Live
board-opening = Verbinden …
board-dead = Geen verbinding sinds
board-new = Nieuwe signalering:
board-gone = Een signalering geldt niet meer:
board-exercises = Oefeningen
board-actual = Terug naar echte signaleringen
board-no-script = Zonder scripts wordt dit bord niet vanzelf bijgewerkt. Laad de pagina opnieuw om te zien wat nu geldt.
board-deletions = Iets dat u kreeg is ingetrokken of gecorrigeerd. Verwijder wat u ervan bewaarde en meld dat:

## card
plate = Kenteken
priority = Prioriteit { $value }
corrected = gecorrigeerd
opinion = inschatting, geen feit
warnings = Let op
area = Gebied
call = Bel
issuer = Van
issued = Verstuurd
until = Geldt tot
seen-it = Gezien
read-tell = Meld als gelezen
read-told = gelezen en gemeld
card-unreadable = Dit bericht is van een nieuwere versie en kan hier niet worden getoond. Vraag de meldkamer.

## what has to be deleted
nav-deletions = Te verwijderen
deletions-help = Deze berichten zijn ingetrokken of gecorrigeerd. Verwijder elke kopie die uw bedrijf of korps nog heeft: afdrukken, foto’s, notities, chatberichten, lijsten in andere systemen. Meld het daarna hier, namens uw bedrijf of korps. De afzender en de functionaris gegevensbescherming zien wie te laat is; u hebt een dag.
deletions-none = Er is niets te verwijderen.
deletions-since = Ingetrokken op
deletions-before = Verwijderen vóór
deletions-late = Te laat sinds
deletions-record = Bericht
deletions-tell = Wij hebben er niets meer van
deletions-told = Verwijderd en gemeld in logregel

## descriptions
described-vehicle = Voertuig
described-colors = Kleur
described-partial-plate = Deel van het kenteken
described-marks = Kenmerken
described-more = Verder
described-occupants = { $value } inzittenden
described-trailer = met aanhanger
described-no-trailer = zonder aanhanger
described-person = Persoon
described-count = { $value } personen
described-age = { $value } jaar
described-height = { $value } cm
described-head = Hoofd
described-clothing = Kleding
described-carried = Draagt bij zich
described-speech = Spraak
described-behavior = Gedrag
described-weapon = Wapen
described-circle = straal van { $value }
described-polygon = gebied op de kaart

## reports
report-outcome = Uitkomst
report-note = Toelichting
report-receipt = Ontvangst
report-recall = Ingetrokken
report-sighting = Waarneming
report-first-seen = Eerst gezien
report-method = Hoe
report-camera = Camera
report-read = Gelezen
report-match = Overeenkomst
report-agrees = Signalement klopt
report-direction = Richting
report-lmc = Soort melding
report-began = Begonnen
report-ended = Geëindigd
report-caught = Op heterdaad
report-handover = Overdracht
report-state = Stand
report-call-back = Terugbellen

## status
status-exercise = OEFENING
status-test = TEST
status-actual = echt

## role
role-guard = beveiliger
role-operator = centralist
role-officer = politie
role-information-desk = informatiedesk
role-administrator = beheerder
role-data-protection-officer = functionaris gegevensbescherming
role-steward = beheerder van de centrale
role-system = systeem

## record-type
record-type-alert = Signalering
record-type-sighting = Waarneming
record-type-incident = Incident
record-type-handover = Overdracht
record-type-outcome = Uitkomst
record-type-receipt = Ontvangstbewijs

## alert-reason
alert-reason-wanted = Gezocht
alert-reason-stolen_vehicle = Gestolen voertuig
alert-reason-false_plates = Valse kentekenplaten
alert-reason-burglary = Inbraak
alert-reason-theft = Diefstal
alert-reason-robbery = Overval of beroving
alert-reason-violence = Geweld of bedreiging
alert-reason-arson = Brandstichting of explosie
alert-reason-drugs = Drugshandel
alert-reason-disorder = Verstoring van de openbare orde
alert-reason-missing = Vermist persoon
alert-reason-ban = Gebiedsverbod
alert-reason-other = Anders

## alert-action
alert-action-silent_observe = Onopvallend kijken en melden
alert-action-observe_report = Kijken en melden
alert-action-call_control_room = Bel direct de meldkamer
alert-action-do_not_approach = NIET benaderen, bel de meldkamer

## warning
warning-armed = Gewapend
warning-firearm = Vuurwapen
warning-violent = Gewelddadig
warning-escape_risk = Vluchtgevaarlijk
warning-dangerous_driving = Rijdt gevaarlijk
warning-group = Meer personen samen
warning-dog = Gevaarlijke hond
warning-explosives = Explosieven of brand

## vehicle-kind
vehicle-kind-car = Personenauto
vehicle-kind-van = Bestelbus
vehicle-kind-truck = Vrachtwagen
vehicle-kind-bus = Bus
vehicle-kind-camper = Camper of caravan
vehicle-kind-motorcycle = Motorfiets
vehicle-kind-moped = Brommer of scooter
vehicle-kind-bicycle = Fiets
vehicle-kind-tractor = Tractor of werktuig
vehicle-kind-trailer = Aanhanger
vehicle-kind-boat = Boot
vehicle-kind-other = Ander voertuig

## color
color-beige = beige
color-black = zwart
color-blue = blauw
color-brown = bruin
color-cream = crème
color-gray = grijs
color-green = groen
color-orange = oranje
color-pink = roze
color-purple = paars
color-red = rood
color-various = meer kleuren
color-white = wit
color-yellow = geel

## body-style
body-style-hatchback = hatchback
body-style-sedan = sedan
body-style-station_wagon = stationwagen
body-style-suv = SUV
body-style-mpv = MPV
body-style-coupe = coupé
body-style-convertible = cabriolet
body-style-pickup = pick-up
body-style-panel_van = gesloten bestel
body-style-box = bakwagen
body-style-flatbed = open laadbak
body-style-other = andere vorm

## build
build-slim = slank
build-average = normaal postuur
build-broad = breed
build-heavy = zwaar

## hair-color
hair-color-black = zwart haar
hair-color-brown = bruin haar
hair-color-blond = blond haar
hair-color-red = rood haar
hair-color-gray = grijs haar
hair-color-white = wit haar
hair-color-dyed = geverfd haar

## hair-length
hair-length-bald = kaal of geschoren
hair-length-short = kort
hair-length-medium = tot de schouders
hair-length-long = lang
hair-length-covered = hoofd bedekt

## facial-hair
facial-hair-none = zonder baard of snor
facial-hair-stubble = stoppelbaard
facial-hair-mustache = snor
facial-hair-goatee = sik
facial-hair-beard = baard

## eyes
eyes-blue = blauwe ogen
eyes-brown = bruine ogen
eyes-green = groene ogen
eyes-gray = grijze ogen

## glasses
glasses-none = geen bril
glasses-glasses = bril
glasses-sunglasses = zonnebril

## layer
layer-head = hoofd
layer-face = gezicht
layer-outer = jas
layer-upper = bovenlichaam
layer-lower = benen
layer-feet = voeten
layer-hands = handen

## weapon
weapon-firearm = vuurwapen
weapon-knife = mes
weapon-blunt = slagwapen
weapon-explosive = explosief of zwaar vuurwerk
weapon-spray = pepperspray
weapon-other = ander wapen

## behavior
behavior-calm = rustig
behavior-nervous = nerveus
behavior-aggressive = agressief
behavior-fleeing = op de vlucht
behavior-watching = observeert
behavior-hiding = verbergt zich
behavior-following = volgt iemand
behavior-trying = probeert deuren of voertuigen

## sighting-kind
sighting-kind-seen = gezien
sighting-kind-false_positive = eerdere waarneming klopte niet
sighting-kind-gone = gezien en vertrokken
sighting-kind-not_seen_checked = gecontroleerd, niet gezien

## method
method-person = door een persoon
method-anpr = door een kentekenlezer
method-cctv = op camera

## match
match-exact = kenteken gelijk
match-ocr_equivalent = kenteken lijkt erop

## agreement
agreement-yes = ja
agreement-no = nee
agreement-unknown = niet te zeggen

## heading
heading-n = noord
heading-ne = noordoost
heading-e = oost
heading-se = zuidoost
heading-s = zuid
heading-sw = zuidwest
heading-w = west
heading-nw = noordwest

## handover-kind
handover-kind-call = telefonische melding
handover-kind-visitor = bezoeker
handover-kind-alarm = alarm
handover-kind-patrol = gevonden op ronde
handover-kind-camera = camerabeeld of kentekenlezer
handover-kind-appointment = afspraak met de wijkagent

## handover-state
handover-state-offered = aangeboden
handover-state-accepted = aangenomen
handover-state-declined = niet aangenomen
handover-state-completed = afgerond
anpr-list-alert = signalering
anpr-list-stolen = gestolen voertuigen
anpr-list-site = eigen lijst

## outcome
outcome-confirmed = klopte
outcome-wrong_vehicle = ander voertuig
outcome-misread = kenteken verkeerd gelezen
outcome-not_stopped = klopte, niet staande gehouden
outcome-already_resolved = was al opgelost
outcome-no_action = geen actie
outcome-thanks = bedankt

## receipt
receipt-delivered = aangekomen
receipt-read = gelezen
receipt-deleted = verwijderd

## cancel-reason
cancel-reason-resolved = opgelost
cancel-reason-mistaken = was onjuist
cancel-reason-unlawful = had niet gedeeld mogen worden
cancel-reason-superseded = vervangen

## narrative
narrative-observation = Waargenomen
narrative-statement = Verklaring
narrative-action = Gedaan
narrative-damage = Schade
narrative-background = Achtergrond

## pages of a guard
nav-incident = Incident melden
nav-handover = Overdragen
nav-answers = Antwoorden
nav-device = Dit apparaat
nav-task = Taak
nav-search = Zoeken
sign-and-send = Ondertekenen en versturen
close = Sluiten
choose = Kies …
sent = Verstuurd en vastgelegd, logregel
no-key = Dit apparaat heeft nog geen sleutel om mee te ondertekenen. Open „Dit apparaat” en meld het aan.
no-grant = Uw organisatie heeft voor dit doel geen geldend besluit om dit te delen. Vraag uw beheerder.

## a place
place = Waar
here = Hier (positie van dit apparaat)
here-found = Positie gevonden
here-not-found = Geen positie gevonden: vul de plaats in
street = Straat
number = Nummer
town = Plaats
place-words = In woorden
map = Kaart van het gebied, noord boven
map-show = Kaart
map-north = N

## sighting
sighting-what = Wat
sighting-plate = Hebt u het kenteken zelf gelezen?
sighting-plate-yes = Ja, het is precies dit kenteken
sighting-plate-no = Nee, niet (helemaal) gelezen
sighting-agrees = Klopt het signalement met wat u ziet?

## incident and handover
telling = Verhaal
telling-help = Alleen wat u zelf hebt gezien of gehoord. Wat anderen zeggen, hoort bij de verklaring.
vehicle-seen = Betrokken voertuig
control-room-reference = Nummer van de meldkamer
lmc-search = Typ om te zoeken
lmc-unknown = Kies een soort melding uit de lijst
own-case = Eigen zaaknummer
ask-for = Vragen naar
live-view = Politie kan live meekijken
key-holder = Sleutelhouder komt
answers-help = Uitkomsten en antwoorden op wat uw organisatie verstuurde, de nieuwste bovenaan.

## device
device-help = Wat u verstuurt, wordt op dit apparaat ondertekend met een sleutel die het apparaat niet kan verlaten. De beheerder van uw organisatie keurt elk apparaat goed; de sleutel loopt vanzelf af.
device-none = Dit apparaat heeft nog geen sleutel.
device-has = Sleutel van dit apparaat:
device-unknown = De centrale kent deze sleutel niet. Verwijder hem en meld het apparaat opnieuw aan.
device-asked = Aangevraagd. Laat uw beheerder het apparaat goedkeuren.
device-open = Wacht op goedkeuring tot
device-approved = Goedgekeurd op
device-refused = Afgewezen door de beheerder.
device-expired = De aanvraag is verlopen. Verwijder de sleutel en vraag opnieuw.
device-name = Naam van dit apparaat
device-ask = Sleutel maken en goedkeuring vragen
device-forget = Sleutel van dit apparaat verwijderen

## task and search
purpose = Doel
task-help = Zeg één keer waarom u zoekt en opent. Dat geldt tot de taak eindigt en komt bij elke vraag in het logboek.
task-reason = Reden
task-case = Zaak- of incidentnummer
task-case-help = Verplicht bij een incident of onderzoek.
task-justification = Waarom nu
task-justification-help = In uw eigen woorden, ten minste 10 tekens.
task-minutes = Duurt hoogstens (minuten)
task-begin = Taak beginnen
task-begun = De taak is begonnen. U kunt nu zoeken.
task-end = Taak beëindigen
task-until = tot
task-now = Taak:
search-needs-task = Zoeken kan alleen binnen een taak: zeg eerst waarom.
search-type = Soort bericht
search-any = alles
search-case = Zaaknummer
search-status = Echt of oefening
search-do = Zoeken
search-results = Gevonden
search-nothing = Niets gevonden. Ook dat staat in het logboek.
search-open = Openen
search-more = Meer
search-logged = Deze vraag staat in het logboek als regel { $value }.

## purpose
purpose-offences = Voorkomen en opsporen van strafbare feiten
purpose-public-order = Handhaven van de openbare orde
purpose-assistance = Hulp aan wie die nodig heeft
purpose-supervision = Toezicht op naleving van regels

## reading-reason
reading-reason-alert-follow-up = Opvolgen van een signalering
reading-reason-incident = Lopend incident
reading-reason-investigation = Onderzoek
reading-reason-handover = Overdracht van werk
reading-reason-own-record = Eigen bericht controleren

## standing
standing-in-force = van kracht
standing-updated = gecorrigeerd
standing-recalled = ingetrokken
standing-expired = verlopen
