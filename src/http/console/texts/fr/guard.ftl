# Words of every page, of records, and of the pages of guards. Every key stands in all three languages.

## every page
skip = Aller au contenu
navigation = Pages
language = Langue
unreachable = Le centre d'échange est injoignable. Rien n'a été envoyé. Vérifiez la connexion et réessayez.
yes = oui
refused-title = Refusé
refused-member = Il s'agit de :
refused-logged = Le refus est inscrit au journal. Numéro de la demande :

## first page
home-title = Samen
home-exchange = Vous êtes connecté à { $value }. Tout ce que vous consultez ou envoyez ici est inscrit au journal.
home-nothing = Il n'y a pas de page pour votre rôle. Adressez-vous à l'administrateur de votre organisation si c'est une erreur.

## what one finds on a page
about-board = En direct : qui et quoi rechercher
about-incident = Dites à la police ce qui s'est passé
about-handover = Passez du travail à la police
about-answers = Ce qui est advenu de vos envois
about-task = Dites une fois pourquoi vous cherchez
about-search = Dans ce qui est partagé avec vous
about-deletions = Ce qui a été retiré et se trouve encore chez vous
about-device = La clé avec laquelle cet appareil signe
about-partners = Pièces, statut et limites
about-persons = Rôle, screening et statut
about-certificates = Qui entre, et jusqu'à quand
about-keys = Qui signe, et jusqu'à quand
about-devices = Téléphones et postes qui demandent à signer
about-incoming = Ce que les entreprises signalent, en direct, à sa place
about-alerts = Qui les a reçus, leurs suites, le retrait
about-compose = Demander aux entreprises d’être attentives
about-oversight = Ce qui vous attend
about-question = Dites une fois pourquoi vous lisez le journal
about-entries = Chercher dans le journal : plaque, message, personne, période
about-subject = Ce qui a été traité sur une personne, avec la lettre
about-flags = Des questions à poser, pas un jugement
about-samples = Tirer des lignes au sort et les examiner
about-recalls = Est-ce supprimé partout ?
about-orders = Conserver, effacer, clôturer un mois
about-overview = Les chiffres d’une année, à imprimer
about-health = Votre navigateur vérifie lui-même le journal
about-bundle = Des preuves que d’autres vérifient sans nous

## board
nav-board = Tableau des signalements
board-alerts = Signalements en vigueur
board-answers = Réponses
board-empty = Aucun signalement n'est en vigueur.
board-live = En direct
board-opening = Connexion …
board-dead = Pas de connexion depuis
board-new = Nouveau signalement :
board-gone = Un signalement n'est plus en vigueur :
board-exercises = Exercices
board-actual = Retour aux signalements réels
board-no-script = Sans scripts, ce tableau ne se met pas à jour. Rechargez la page pour voir ce qui est en vigueur.
board-deletions = Un message que vous avez reçu a été retiré ou corrigé. Supprimez ce que vous en avez gardé, puis signalez-le :

## card
plate = Plaque
priority = Priorité { $value }
corrected = corrigé
opinion = appréciation, pas un fait
warnings = Attention
area = Zone
call = Appelez
issuer = De
issued = Envoyé
until = Valable jusqu'au
seen-it = Vu
read-tell = Signaler comme lu
read-told = lu et signalé
card-unreadable = Ce message est d'une version plus récente et ne peut être affiché. Demandez à la centrale.

## what has to be deleted
nav-deletions = À supprimer
deletions-help = Ces messages ont été retirés ou corrigés. Supprimez toute copie que votre entreprise ou votre zone possède encore : impressions, photos, notes, messages, listes dans d’autres systèmes. Signalez-le ensuite ici, au nom de votre entreprise ou de votre zone. L’expéditeur et le délégué à la protection des données voient qui est en retard ; vous avez un jour.
deletions-none = Il n’y a rien à supprimer.
deletions-since = Retiré le
deletions-before = À supprimer avant
deletions-late = En retard depuis
deletions-record = Message
deletions-tell = Nous n’en avons plus rien
deletions-told = Supprimé et signalé, ligne du journal

## descriptions
described-vehicle = Véhicule
described-colors = Couleur
described-partial-plate = Plaque partielle
described-marks = Signes distinctifs
described-more = En outre
described-occupants = { $value } occupants
described-trailer = avec remorque
described-no-trailer = sans remorque
described-person = Personne
described-count = { $value } personnes
described-age = { $value } ans
described-height = { $value } cm
described-head = Tête
described-clothing = Vêtements
described-carried = Porte sur soi
described-speech = Parole
described-behavior = Comportement
described-weapon = Arme
described-circle = rayon de { $value }
described-polygon = zone sur la carte

## reports
report-outcome = Résultat
report-note = Précision
report-receipt = Réception
report-recall = Retiré
report-sighting = Observation
report-first-seen = Première observation
report-method = Moyen
report-camera = Caméra
report-read = Lu
report-match = Correspondance
report-agrees = Le signalement concorde
report-direction = Direction
report-lmc = Type d'événement
report-began = Début
report-ended = Fin
report-caught = En flagrant délit
report-handover = Remise
report-state = État
report-call-back = Rappeler

## status
status-exercise = EXERCICE
status-test = TEST
status-actual = réel

## role
role-guard = agent de sécurité
role-operator = opérateur
role-officer = police
role-information-desk = bureau d'information
role-administrator = administrateur
role-data-protection-officer = délégué à la protection des données
role-steward = gestionnaire du centre
role-system = système

## record-type
record-type-alert = Signalement
record-type-sighting = Observation
record-type-incident = Incident
record-type-handover = Remise
record-type-outcome = Résultat
record-type-receipt = Accusé de réception

## alert-reason
alert-reason-wanted = Recherché
alert-reason-stolen_vehicle = Véhicule volé
alert-reason-false_plates = Fausses plaques
alert-reason-burglary = Cambriolage
alert-reason-theft = Vol
alert-reason-robbery = Vol avec violence
alert-reason-violence = Violence ou menaces
alert-reason-arson = Incendie ou explosion
alert-reason-drugs = Stupéfiants
alert-reason-disorder = Trouble à l'ordre public
alert-reason-missing = Personne disparue
alert-reason-ban = Interdiction de lieu
alert-reason-other = Autre

## alert-action
alert-action-silent_observe = Observer discrètement et signaler
alert-action-observe_report = Observer et signaler
alert-action-call_control_room = Appelez immédiatement la centrale
alert-action-do_not_approach = NE PAS approcher, appelez la centrale

## warning
warning-armed = Armé
warning-firearm = Arme à feu
warning-violent = Violent
warning-escape_risk = Risque de fuite
warning-dangerous_driving = Conduite dangereuse
warning-group = En groupe
warning-dog = Chien dangereux
warning-explosives = Explosifs ou feu

## vehicle-kind
vehicle-kind-car = Voiture
vehicle-kind-van = Camionnette
vehicle-kind-truck = Camion
vehicle-kind-bus = Autobus
vehicle-kind-camper = Camping-car ou caravane
vehicle-kind-motorcycle = Moto
vehicle-kind-moped = Cyclomoteur ou scooter
vehicle-kind-bicycle = Vélo
vehicle-kind-tractor = Tracteur ou engin
vehicle-kind-trailer = Remorque
vehicle-kind-boat = Bateau
vehicle-kind-other = Autre véhicule

## color
color-beige = beige
color-black = noir
color-blue = bleu
color-brown = brun
color-cream = crème
color-gray = gris
color-green = vert
color-orange = orange
color-pink = rose
color-purple = mauve
color-red = rouge
color-various = plusieurs couleurs
color-white = blanc
color-yellow = jaune

## body-style
body-style-hatchback = bicorps
body-style-sedan = berline
body-style-station_wagon = break
body-style-suv = SUV
body-style-mpv = monospace
body-style-coupe = coupé
body-style-convertible = cabriolet
body-style-pickup = pick-up
body-style-panel_van = fourgon tôlé
body-style-box = caisse
body-style-flatbed = plateau
body-style-other = autre forme

## build
build-slim = mince
build-average = corpulence moyenne
build-broad = large
build-heavy = corpulent

## hair-color
hair-color-black = cheveux noirs
hair-color-brown = cheveux bruns
hair-color-blond = cheveux blonds
hair-color-red = cheveux roux
hair-color-gray = cheveux gris
hair-color-white = cheveux blancs
hair-color-dyed = cheveux teints

## hair-length
hair-length-bald = chauve ou rasé
hair-length-short = courts
hair-length-medium = mi-longs
hair-length-long = longs
hair-length-covered = tête couverte

## facial-hair
facial-hair-none = sans barbe ni moustache
facial-hair-stubble = barbe de trois jours
facial-hair-mustache = moustache
facial-hair-goatee = bouc
facial-hair-beard = barbe

## eyes
eyes-blue = yeux bleus
eyes-brown = yeux bruns
eyes-green = yeux verts
eyes-gray = yeux gris

## glasses
glasses-none = sans lunettes
glasses-glasses = lunettes
glasses-sunglasses = lunettes de soleil

## layer
layer-head = tête
layer-face = visage
layer-outer = manteau
layer-upper = haut
layer-lower = bas
layer-feet = pieds
layer-hands = mains

## weapon
weapon-firearm = arme à feu
weapon-knife = couteau
weapon-blunt = objet contondant
weapon-explosive = explosif ou gros pétard
weapon-spray = spray
weapon-other = autre arme

## behavior
behavior-calm = calme
behavior-nervous = nerveux
behavior-aggressive = agressif
behavior-fleeing = en fuite
behavior-watching = observe
behavior-hiding = se cache
behavior-following = suit quelqu'un
behavior-trying = essaie des portes ou véhicules

## sighting-kind
sighting-kind-seen = vu
sighting-kind-false_positive = observation antérieure erronée
sighting-kind-gone = vu et parti
sighting-kind-not_seen_checked = contrôlé, pas vu

## method
method-person = par une personne
method-anpr = par un lecteur de plaques
method-cctv = sur caméra

## match
match-exact = plaque identique
match-ocr_equivalent = plaque semblable

## agreement
agreement-yes = oui
agreement-no = non
agreement-unknown = impossible à dire

## heading
heading-n = nord
heading-ne = nord-est
heading-e = est
heading-se = sud-est
heading-s = sud
heading-sw = sud-ouest
heading-w = ouest
heading-nw = nord-ouest

## handover-kind
handover-kind-call = appel
handover-kind-visitor = visiteur
handover-kind-alarm = alarme
handover-kind-patrol = trouvé en ronde
handover-kind-camera = caméra ou lecteur de plaques
handover-kind-appointment = rendez-vous avec l'agent de quartier

## handover-state
handover-state-offered = proposée
handover-state-accepted = acceptée
handover-state-declined = refusée
handover-state-completed = terminée
anpr-list-alert = signalement
anpr-list-stolen = véhicules volés
anpr-list-site = liste du site

## outcome
outcome-confirmed = confirmé
outcome-wrong_vehicle = autre véhicule
outcome-misread = plaque mal lue
outcome-not_stopped = confirmé, non intercepté
outcome-already_resolved = déjà résolu
outcome-no_action = aucune suite
outcome-thanks = merci

## receipt
receipt-delivered = arrivé
receipt-read = lu
receipt-deleted = supprimé

## cancel-reason
cancel-reason-resolved = résolu
cancel-reason-mistaken = était inexact
cancel-reason-unlawful = n'aurait pas dû être partagé
cancel-reason-superseded = remplacé

## narrative
narrative-observation = Constaté
narrative-statement = Déclaration
narrative-action = Action
narrative-damage = Dégâts
narrative-background = Contexte

## pages of a guard
nav-incident = Signaler un incident
nav-handover = Remettre
nav-answers = Réponses
nav-device = Cet appareil
nav-task = Tâche
nav-search = Rechercher
sign-and-send = Signer et envoyer
close = Fermer
choose = Choisissez …
sent = Envoyé et consigné, ligne du journal
no-key = Cet appareil n'a pas encore de clé pour signer. Ouvrez « Cet appareil » et inscrivez-le.
no-grant = Votre organisation n'a pas de décision en vigueur pour partager ceci à cette fin. Adressez-vous à votre administrateur.

## a place
place = Où
here = Ici (position de cet appareil)
here-found = Position trouvée
here-not-found = Position introuvable : indiquez le lieu
street = Rue
number = Numéro
town = Commune
place-words = En mots
map = Carte de la zone, nord en haut
map-show = Carte
map-north = N

## sighting
sighting-what = Quoi
sighting-plate = Avez-vous lu la plaque vous-même ?
sighting-plate-yes = Oui, c'est exactement cette plaque
sighting-plate-no = Non, pas (entièrement) lue
sighting-agrees = Le signalement correspond-il à ce que vous voyez ?

## incident and handover
telling = Récit
telling-help = Seulement ce que vous avez vu ou entendu vous-même. Ce que disent d'autres va sous déclaration.
vehicle-seen = Véhicule impliqué
control-room-reference = Numéro de la centrale
lmc-search = Tapez pour chercher
lmc-unknown = Choisissez un type dans la liste
own-case = Numéro de dossier propre
ask-for = Demander
live-view = La police peut regarder en direct
key-holder = Le détenteur de la clé arrive
answers-help = Résultats et réponses à ce que votre organisation a envoyé, les plus récents en haut.

## device
device-help = Ce que vous envoyez est signé sur cet appareil avec une clé qui ne peut en sortir. L'administrateur de votre organisation approuve chaque appareil ; la clé expire d'elle-même.
device-none = Cet appareil n'a pas encore de clé.
device-has = Clé de cet appareil :
device-unknown = Le centre ne connaît pas cette clé. Supprimez-la et inscrivez à nouveau l'appareil.
device-asked = Demandé. Faites approuver l'appareil par votre administrateur.
device-open = En attente d'approbation jusqu'au
device-approved = Approuvé le
device-refused = Refusé par l'administrateur.
device-expired = La demande a expiré. Supprimez la clé et redemandez.
device-name = Nom de cet appareil
device-ask = Créer une clé et demander l'approbation
device-forget = Supprimer la clé de cet appareil

## task and search
purpose = Finalité
task-help = Dites une fois pourquoi vous cherchez et ouvrez. Cela vaut jusqu'à la fin de la tâche et figure au journal à chaque question.
task-reason = Raison
task-case = Numéro de dossier ou d'incident
task-case-help = Obligatoire pour un incident ou une enquête.
task-justification = Pourquoi maintenant
task-justification-help = Avec vos propres mots, au moins 10 caractères.
task-minutes = Dure au plus (minutes)
task-begin = Commencer une tâche
task-begun = La tâche a commencé. Vous pouvez chercher.
task-end = Terminer la tâche
task-until = jusqu'au
task-now = Tâche :
search-needs-task = On ne cherche que dans une tâche : dites d'abord pourquoi.
search-type = Type de message
search-any = tout
search-case = Numéro de dossier
search-status = Réel ou exercice
search-do = Rechercher
search-results = Trouvé
search-nothing = Rien trouvé. Cela aussi est inscrit au journal.
search-open = Ouvrir
search-more = Plus
search-logged = Cette question figure au journal, ligne { $value }.

## purpose
purpose-offences = Prévention et recherche d'infractions
purpose-public-order = Maintien de l'ordre public
purpose-assistance = Aide à qui en a besoin
purpose-supervision = Contrôle du respect des règles

## reading-reason
reading-reason-alert-follow-up = Suivi d'un signalement
reading-reason-incident = Incident en cours
reading-reason-investigation = Enquête
reading-reason-handover = Remise de travail
reading-reason-own-record = Vérifier son propre message

## standing
standing-in-force = en vigueur
standing-updated = corrigé
standing-recalled = retiré
standing-expired = expiré
