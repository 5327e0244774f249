# Words of the pages of the police. Every key stands in all three languages.

## navigation
nav-incoming = Reçus
nav-alerts = Nos signalements
nav-compose = Nouveau signalement

## incoming reports and what came of them
incoming-help = Ce que les entreprises communiquent, à côté du signalement concerné. Rien ne se fait tout seul : vous jugez et répondez.
incoming-actual = Retour aux messages réels
answers-actual = Retour aux messages réels
threads-open = À répondre
threads-waiting = En attente de réponse
threads-answered = Répondu
threads-none-open = Rien n'attend de réponse.
threads-none-answered = Rien n'a encore reçu de réponse.
thread-open = Pas encore de réponse
thread-busy = En cours
thread-answered = Répondu
listed = Signalé
listed-read = Lu :
listed-differs = diffère
listed-open = Ouvrir le signalement
answer-text = Précision (peut rester vide)
answer-again = Donner encore une réponse
move-accepted = Accepter
move-declined = Refuser
move-completed = Clôturer
block = Texte pour la centrale
block-copy = Copier
block-copied = Copié

## pages of threads
older-pages = Plus anciens et plus récents
older-more = Plus anciens
older-newest = Retour aux plus récents

## own alerts
alerts-none = Votre corps n'a encore rien signalé.
alert-newer = ce qui l'a remplacé
alert-update = Mettre à jour
alert-recall = Retirer
alert-reports = Communications sur ce signalement
sightings-none = Pas encore d'observation
sightings = { $value ->
    [one] 1 observation
   *[other] { $value } observations
}
reach = Diffusion
reach-recall = Avancement du retrait
reach-delivered = { $value } arrivé(s)
reach-read = { $value } lu(s)
reach-deleted = { $value } supprimé(s)
reach-late = { $value } en retard
reach-is-late = en retard
reach-late-since = en retard depuis
reach-partners = Par partenaire
reach-partner = Partenaire
reach-state = État
reach-told = Informé du retrait
reach-deleted-at = Supprimé le
delivery-sent = envoyé
delivery-delivered = arrivé
delivery-read = lu
delivery-deleted = supprimé
recall-title = Pourquoi le retirez-vous ?
recall-help = Choisissez le motif : le retrait est alors signé et envoyé. Qui a reçu le message doit le supprimer et le confirmer par une signature.
recall-sent = Retiré et consigné, ligne du journal

## composer
compose-help = Rien n'est rempli d'avance. Avant l'envoi, vous voyez qui le recevra, sous quelle décision et jusqu'à quand.
compose-update = Mettre à jour un signalement
compose-update-help = Vous remplacez un de vos signalements. L'ancien texte disparaît chez tous ceux qui l'ont reçu.
compose-status = Réel, exercice ou test
compose-why = Pourquoi
compose-case = Numéro de dossier
compose-reason = Motif
compose-reason-text = Précision sur le motif
compose-text-help = Jamais rien sur l'origine, la nationalité, la religion ou la santé ; pas de noms.
compose-country = Pays
compose-kind = Type
compose-make = Marque
compose-model = Modèle
compose-second-color = Deuxième couleur
compose-shape = Carrosserie
compose-occupants = Occupants
compose-trailer = Remorque
compose-partial-help = Avec ? pour chaque caractère non lu
compose-lines-help = Un par ligne
compose-person = Décrire une personne
compose-person-help = Seulement ce qu'un agent peut voir. Jamais de nom, et rien sur l'origine, la nationalité, la religion ou la santé.
compose-count = Nombre de personnes
compose-age = Âge
compose-age-min = Âge, de
compose-age-max = Âge, à
compose-height = Taille
compose-height-min = Taille, de (cm)
compose-height-max = Taille, à (cm)
compose-build = Corpulence
compose-hair = Couleur des cheveux
compose-hair-length = Longueur des cheveux
compose-facial-hair = Barbe ou moustache
compose-eyes = Yeux
compose-glasses = Lunettes
compose-layer = Porté où
compose-item = Vêtement
compose-more-clothing = Encore un vêtement
compose-last-seen = Vu en dernier le
compose-subject = Rôle de la personne
compose-what-to-do = Que faire
compose-action = Demandé
compose-priority = Priorité
compose-most-urgent = le plus urgent
compose-phone = Téléphone
compose-area-none = Pas de zone
compose-area-circle = Point et rayon
compose-area-geojson = Coller du GeoJSON
compose-lat = Latitude
compose-lon = Longitude
compose-radius = Rayon (km)
compose-geojson = GeoJSON
compose-geojson-help = Un Polygon, ou une Feature avec un Polygon ; 200 points au plus.
compose-geojson-wrong = Ce n'est pas du GeoJSON avec un seul Polygon.
compose-terms = À qui, combien de temps, comment traiter
compose-audience = Pour qui
compose-audience-all = Tous sous la décision
compose-audience-named = Seulement ces partenaires
compose-valid = Valable
compose-hours = { $value } heures
compose-days = { $value } jours
compose-handling = Code de traitement
compose-conditions = Conditions
compose-onward = Les destinataires peuvent le transmettre
compose-grading = Degré de certitude (3x5x2)
compose-grading-help = Obligatoire dès qu'une personne est décrite.
compose-source = Source
compose-information = Information
compose-sharing = Partage
compose-opinion = Ce qui est appréciation et non fait
compose-opinion-help = Ce que vous cochez apparaît chez le destinataire comme appréciation.
compose-missing = À remplir.
compose-needs-preview = Choisissez d'abord la décision dans l'aperçu.
compose-too-long = Plus long que la décision ne permet.
compose-what-missing = Dites quelle plaque, quel véhicule ou quelle personne est recherché.
source-1 = 1 fiable
source-2 = 2 non vérifiée
source-3 = 3 non fiable
information-a = A constatée soi-même
information-b = B par d'autres, confirmée
information-c = C par d'autres
information-d = D inconnue
information-e = E probablement fausse
sharing-p = P partage permis
sharing-c = C sous conditions seulement

## handling
handling-H0 = H0 pour la finalité, dans la loi
handling-H1 = H1 pas comme preuve sans accord
handling-H2 = H2 ne pas transmettre sans accord
handling-H3 = H3 selon les conditions

## subject
subject-suspect = suspect
subject-convicted = condamné
subject-victim = victime
subject-other = autre

## preview
preview = Qui le recevra
preview-wait = Choisissez finalité, destinataires et code de traitement ; vous verrez ici qui le recevra, sous quelle décision et jusqu'à quand.
preview-nobody = Tel quel, il ne peut pas être envoyé.
preview-inactive = pas actif en ce moment
preview-latest = Au plus tard
preview-readable = lisible jusqu'au
