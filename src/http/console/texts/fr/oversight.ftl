# Words of the questions of a data protection officer. Every key stands in all three languages.

## every page of an officer
question-now = Question :
question-end = Terminer la question
question-needed = La lecture du journal exige une question : dites d'abord à quelle fin et pourquoi.
question-begin = Commencer une question
question-again = Terminez la question et commencez-en une autre.
entry-no = non
question-waiting = Un instant …
scope-all = toutes celles que je contrôle

## question
nav-question = Question
question-help = Dites une fois à quelle fin vous lisez le journal et pourquoi. Cela vaut jusqu'à la fin de la question, figure en haut de chaque page et dans chaque ligne que vos questions laissent. Cela reste dans cet onglet.
question-use = Utilisation
question-justification = Pourquoi lisez-vous le journal
question-justification-help = Avec vos propres mots, de 10 à 500 caractères. Ne citez ni plaque ni nom.
question-begun = La question est commencée. Vous pouvez chercher, contrôler et décider.

## first page
nav-oversight = Contrôle
scope-title = Votre champ de contrôle
scope-help = Vous voyez les lignes de ces organisations. Des autres vous ne voyez rien, pas même s'il existe quelque chose.
oversight-title = Ce qui demande votre attention
oversight-help = Regarder est une question au journal et laisse des lignes : une pour les retraits, une pour les mois, une pour les échantillons et une par échantillon (cinq au plus).
oversight-look = Voir ce qui demande attention
oversight-recalls = Retraits encore ouverts
oversight-months = Mois à clôturer
oversight-samples = Échantillons
oversight-running = En cours, examinées :
oversight-done = Terminé, examinées :
months-through = Votre bureau a clôturé jusqu'à { $value } compris.
months-never = Votre bureau n'a encore clôturé aucun mois.
months-nothing = Aucun mois à clôturer.
months-open = Passés et non clôturés :

## who saw what
nav-entries = Qui a vu quoi
entries-help = Indiquez ce que vous cherchez ; tout ce que vous indiquez doit concorder. Votre demande figure dans la question elle-même, jamais dans l'adresse de la page.
entries-empty = Remplissez au moins un champ.
entries-record = Numéro du message
entries-partner = Organisation
entries-person = Personne
entries-person-help = Numéro ; choisissez aussi l'organisation.
entries-from = À partir de
entries-to = Jusqu'à
entries-operation = Type de traitement
entries-grant = Décision de communication
entries-nothing-yet = Rien dans cette partie du journal. Continuez avec « Plus ».
entries-found = { $value ->
    [one] 1 ligne, la plus récente en haut
   *[other] { $value } lignes, la plus récente en haut
}
rows-when = Quand
rows-who = Qui
rows-what = Quoi
rows-ground = Sur quelle base
rows-given = Ce qui a été donné
rows-withhold = Peut être refusé
rows-tell = Non, peut être communiqué
entry-open = Ouvrir
entry-open-number = Ouvrir la ligne { $value }
entry-number = Ligne { $value }
entry-exchange = le centre d'échange lui-même
entry-grant = décision { $value }
entry-case = dossier { $value }
entry-others = Qui d'autre l'a utilisé ?
entry-evidence = La preuve montre que le journal contient exactement cette ligne ; chacun peut la vérifier avec samen-verify receipt. Tous les champs y figurent.
entry-save = Enregistrer la preuve
given-nothing = Rien trouvé
given-refused = Refusé : { $value }
given-to = Communiqué à { $value }
given-records = { $value ->
    [one] 1 message trouvé
   *[other] { $value } messages trouvés
}
given-entries = { $value ->
    [one] 1 ligne du journal
   *[other] { $value } lignes du journal
}
given-alerts = { $value ->
    [one] 1 signalement en vigueur
   *[other] { $value } signalements en vigueur
}
given-record = Le message de la ligne { $value }
given-followed = Le signalement de la ligne { $value } avec ses suites
given-threads = { $value ->
    [one] 1 message avec ses suites
   *[other] { $value } messages avec leurs suites
}
given-page = Une page sans messages

## citizen's request
nav-subject = Demande d'un citoyen
subject-help = Tout ce que le journal contient sur une personne, ce que vous pouvez refuser et pourquoi, et un projet de lettre. Vous décidez de ce que vous communiquez.
subject-either = Remplissez l'un des deux : la plaque de la personne qui demande, ou un message à son sujet. Une recherche par nom ou signalement est impossible : ils ne sont lisibles nulle part.
subject-do = Établir le rapport
subject-records = Messages sur la personne
subject-no-records = Il n'y a pas ou plus de message sur la personne.
subject-recipients = Reçu par
subject-events = Ce qui en a été fait, et qui a cherché
subject-grounds = Motifs de refus
letter-title = Projet de lettre
letter-help = Adaptez le texte. L'impression et l'enregistrement ne prennent que la lettre, pas la partie qui vous est réservée.
letter-language = Langue de la lettre
letter-print = Imprimer la lettre
letter-save = Enregistrer la lettre

## signs of misuse
nav-flags = Signes d'abus
flags-question = Un signe est une question, pas un jugement.
flags-help = Le centre calcule ce qui frappe et ne prend aucune mesure. Ouvrez les lignes derrière un signe et renseignez-vous avant de conclure.
flags-until-now = Vide : jusqu'à maintenant. Ce qui est habituel, le centre l'apprend des semaines précédentes.
flags-do = Chercher des signes
flags-nothing = Aucun signe dans cette période. Cela ne veut pas dire que rien ne s'est passé.
flags-last = dernière fois
flags-measured = Mesuré :
flags-entries = { $value ->
    [one] Ligne derrière :
   *[other] Lignes derrière :
}
flags-more-entries = et { $value } de plus
flags-left-out = { $value } autres signes n'entrent pas dans cette page. Choisissez une période plus courte ou une organisation.
flags-behind = Le centre n'a pas encore examiné tout le journal. Redemandez dans un moment. Examiné jusqu'à
flags-missed = Ce qui n'a pas été cherché
flags-no-own-plate = Si quelqu'un a cherché sa propre plaque : le centre ne sait pas à qui elle appartient.

## samples
nav-samples = Échantillons
samples-help = Un échantillon de tout ce qui a été consulté ou communiqué, tiré au sort : avec la même source, chacun peut refaire le tirage. Votre propre bureau n'en fait pas partie.
samples-new = Nouvel échantillon
samples-return = Reprendre un échantillon
samples-seed = Source du hasard
samples-seed-help = Quelque chose que vous ne pouviez choisir, comme un tirage de loterie postérieur à la période.
samples-size = Nombre de lignes (1 à 200)
samples-draw = Tirer
samples-number = Numéro de l'échantillon
samples-continue = Poursuivre l'examen
samples-own = Échantillons de mon bureau
samples-none = Votre bureau n'a pas encore tiré d'échantillon.
samples-name = Échantillon { $value }
samples-of = { $value ->
    [one] 1 ligne
   *[other] { $value } lignes
}
samples-population = Tiré de { $value } lignes.
samples-digest = SHA-256 de leurs numéros :
samples-empty = Rien n'a été consulté ni communiqué dans cette période.
samples-progress = Examinées :
review-do = Examiner
review-verdict = Avis
review-note = Qu'avez-vous constaté
review-save = Enregistrer l'avis
review-saved = enregistré à la ligne { $value }

## recalls
nav-recalls = Retraits
recalls-help = Ce qui a été retiré ou corrigé et, par organisation, si c'est supprimé. En retard : plus d'un jour après le retrait.
recalls-by = Retiré par
recalls-open = Seulement ce qui n'est pas encore supprimé partout
recalls-do = Montrer
recalls-nothing = Aucun retrait ni correction ne correspond.
recalls-record = Message
recalls-deleted = supprimé chez
recalls-told = Informée le
recalls-deleted-at = Supprimé le
recalls-late-since = En retard depuis

## orders
nav-orders = Décisions
orders-help = Décisions sur la conservation et l'effacement. Vous lisez d'abord ce qui va se passer, puis vous confirmez.
order-ground = Motif
order-until = Conserver jusqu'au
order-until-help = 366 jours au plus ; ensuite cela prend fin tout seul.
order-confirm = Oui, je le décide
order-back = Non, retour
order-logged = Enregistré à la ligne { $value }.
order-held = Ce message est conservé :
order-held-until = jusqu'au
order-released = La conservation par votre bureau est levée :
order-erased = Ce message est effacé :
order-closed = Le contrôle est clôturé jusqu'à
hold-title = Conserver pour une procédure
hold-will = Le message est conservé jusqu'au jour choisi, même si son délai expire avant, et ne peut être effacé entre-temps. Il n'est pas pour autant utilisable plus longtemps. Ensuite la conservation prend fin d'elle-même.
hold-do = Conserver
release-title = Lever la conservation
release-will = La conservation par votre bureau prend fin maintenant. Si le délai est expiré, le message est effacé au prochain passage, sauf si un autre bureau le conserve.
release-do = Lever la conservation
erase-title = Effacer avant terme
erase-will = La clé du message est détruite pour toujours ; ensuite plus personne ne peut le lire, nous non plus. C'est irréversible. Preuves et lignes restent vérifiables et disent qu'il est effacé.
erase-do = Effacer définitivement
close-title = Clôturer un mois
close-will = Vous déclarez que le contrôle est terminé jusqu'à ce mois compris. Les lignes de ces mois pourront être effacées à l'expiration de leur délai. Un mois antérieur ne pourra plus être choisi.
close-through = Jusqu'au mois compris
close-ground-help = Quel contrôle c'était, avec vos propres mots, de 10 à 500 caractères.
close-do = Clôturer le mois

## use-code
use-code-lawfulness = Licéité du traitement
use-code-self-monitoring = Autocontrôle
use-code-integrity-security = Intégrité et sécurité
use-code-criminal-proceedings = Procédure pénale

## operation
operation-collection = collecte
operation-alteration = modification
operation-consultation = consultation
operation-disclosure = communication
operation-combination = interconnexion
operation-erasure = effacement
operation-administration = administration
operation-refusal = refus

## verdict
verdict-in-order = En ordre
verdict-unclear = Pas clair
verdict-not-in-order = Pas en ordre

## completion
completion-deleted = supprimé
completion-due = pas encore
completion-late = en retard

## recall-kind
recall-kind-recall = Retrait
recall-kind-correction = Correction

## ground
ground-led-15-1-a = Le lecteur a cité un dossier. Vérifiez s'il est encore en cours : l'information peut gêner l'enquête (directive 2016/680 art. 15, par. 1, a).
ground-led-15-1-b = Confidentiel tant que c'est en vigueur : l'information peut nuire à la recherche d'infractions (directive 2016/680 art. 15, par. 1, b).
ground-led-15-1-c = Confidentiel tant que c'est en vigueur : l'information peut nuire à la sécurité publique (directive 2016/680 art. 15, par. 1, c).

## ground-short
ground-short-led-15-1-a = Oui : dossier en cours
ground-short-led-15-1-b = Oui : recherche d'infractions
ground-short-led-15-1-c = Oui : sécurité publique

## sign
sign-repeated-target = Toujours la même recherche
sign-unusual-hours = En dehors des heures habituelles
sign-unusual-volume = Beaucoup plus que d'habitude
sign-vague-justification = Motivation vague
sign-copied-justification = Motivation recopiée
sign-withdrawn-after-search = Retiré juste après une recherche
sign-own-alert = Propre signalement consulté
sign-near-limit = Près de la limite
sign-refusals-in-a-row = Refus successifs

## sign-means
sign-means-repeated-target = Une personne a cherché ou ouvert sans cesse la même plaque ou le même message. Un long service, ou de la curiosité.
sign-means-unusual-hours = Des recherches à des heures où cette personne ne travaille pas d'ordinaire. Demandez l'horaire.
sign-means-unusual-volume = En un jour, bien plus de recherches que cette personne n'en fait d'habitude.
sign-means-vague-justification = La motivation ne dit pas pourquoi c'était nécessaire.
sign-means-copied-justification = Les mêmes mots pour beaucoup de plaques ou de messages différents.
sign-means-withdrawn-after-search = Un signalement a été émis, cherché par la même organisation, puis retiré aussitôt.
sign-means-own-alert = L'auteur a continué à consulter son propre signalement sans dire que c'était le sien.
sign-means-near-limit = L'organisation a utilisé presque tout ce qui lui est permis par minute, ou l'a dépassé.
sign-means-refusals-in-a-row = La même personne a essuyé refus sur refus. Maladresse, ou tentatives.

## measured
measured-repeated-target = A cherché ou ouvert { $times } fois la même chose, sur { $days } jours ou plus. C'est un signe à partir de { $raises } fois sur { $raises_days } jours en sept jours.
measured-unusual-hours = A cherché ou ouvert { $times } fois en un jour à des heures où cela n'est jamais arrivé en { $days } jours précédents, même à { $around_hours } heures près. Ces jours-là, c'était { $earlier } fois en tout. C'est un signe à partir de { $raises } fois.
measured-unusual-volume = A cherché ou ouvert { $times } fois en un jour. En { $days } jours précédents, c'était { $average } fois en moyenne, et { $busiest } fois le jour le plus chargé.
measured-vague-justification = A donné { $times } fois une motivation de moins de { $words } mots qui disent quelque chose. C'est un signe à partir de { $raises } fois en sept jours.
measured-copied-justification = A donné { $times } fois la même motivation, pour { $targets } plaques ou messages différents ou plus. C'est un signe à partir de { $raises } en sept jours.
measured-withdrawn-after-search = A retiré un signalement après { $stood_minutes ->
    [one] { $stood_minutes } minute
   *[other] { $stood_minutes } minutes
    }, { $after_minutes ->
    [one] { $after_minutes } minute
   *[other] { $after_minutes } minutes
    } après que sa propre organisation a cherché la plaque. C'est un signe jusqu'à { $raises_minutes } minutes après la recherche et { $raises_hours } heures après l'émission.
measured-own-alert = A cherché ou ouvert { $times } fois la plaque de son propre signalement pour un autre motif que « Vérifier son propre message ». C'est un signe à partir de { $raises } fois en sept jours.
measured-near-limit = A utilisé pendant { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
    } d'un même jour { $percent } % ou plus de la limite de { $limit } par minute pour { $meter ->
    [submissions] l'envoi
    [searches] la recherche et l'ouverture
    [deliveries] la réception
   *[administration] l'administration
    }, et a essuyé { $refused } refus au-delà de la limite{ $suppressed ->
    [0] {""}
   *[other] , et encore { $suppressed } fois sans ligne propre dans le journal
    }. C'est un signe à partir de { $raises } minutes ou d'un refus.
measured-refusals-in-a-row = A essuyé { $times } refus de suite. C'est un signe à partir de { $raises } fois.

## deed
deed-record-submit = message envoyé
deed-record-repeat = message renvoyé
deed-record-open = message ouvert
deed-record-search = recherche de messages
deed-feed-follow = suivi en direct
deed-follow-up-read = suites consultées
deed-alerts-read = signalements récupérés
deed-delivery-acknowledge = réception confirmée
deed-grant-propose = décision proposée
deed-grant-accept = décision acceptée
deed-grant-revoke = décision révoquée
deed-grant-read = décisions consultées
deed-partner-admit = organisation admise ou modifiée
deed-partner-standing = statut d'une organisation modifié
deed-grant-preview = aperçu des destinataires
deed-partner-read = organisations consultées
deed-person-register = personne enregistrée ou modifiée
deed-person-standing = statut d'une personne modifié
deed-person-read = personnes consultées
deed-certificate-register = certificat enregistré
deed-certificate-withdraw = certificat retiré
deed-certificate-read = certificats consultés
deed-key-register = clé enregistrée
deed-key-withdraw = clé retirée
deed-key-read = clés consultées
deed-key-request = clé d'appareil demandée
deed-key-requests = demandes d'appareils consultées
deed-key-approve = clé d'appareil approuvée
deed-key-refuse = clé d'appareil refusée
deed-signer-read = clé d'un signataire consultée
deed-self-read = propre enregistrement consulté
deed-audit-search = recherche dans le journal
deed-audit-open = ligne ouverte
deed-audit-bundle = dossier de preuves établi
deed-audit-flags = signes d'abus cherchés
deed-audit-overview = aperçu établi
deed-audit-subject = rapport pour un citoyen établi
deed-audit-sample = échantillon tiré ou consulté
deed-audit-review = ligne examinée
deed-audit-recalls = retraits consultés
deed-audit-witnesses = témoins du journal consultés
deed-record-hold = message mis en conservation
deed-record-release = conservation levée
deed-record-erase = message effacé avant terme
deed-audit-close = contrôle d'un mois clôturé
deed-retention-erase = effacé au terme du délai
deed-retention-reseal = rechiffré
deed-exchange-open = centre démarré
deed-exchange-heartbeat = signe de vie
deed-log-continue = journal continué
deed-evidence-read = preuve récupérée
deed-console-open = page ouverte
deed-contract-read = contrat récupéré

## field
field-time = Date et heure
field-operation = Type de traitement
field-action = Action
field-partner = Organisation
field-person = Personne
field-certificate = Certificat
field-records = Messages
field-purpose = Finalité
field-grant = Décision de communication
field-case = Dossier
field-reason = Raison
field-justification = Motivation
field-asked = Demandé
field-given = Donné
field-recipients = Destinataires
field-request-id = Numéro de la demande
field-trace-id = Trace
field-policy-version = Version des règles
field-record-sha256 = SHA-256 du message
field-refusal = Refusé
field-pointer = Champ
field-asserted-by = Selon le système
field-use-code = Utilisation
field-subject = Concerne
field-detail = Détails
field-suppressed = Non enregistrés séparément
field-previous-root = Racine précédente
field-build = Version du centre
field-exchange = Centre d'échange
field-trace-parent = Trace de l'appelant

## asked
asked-plate = plaque
asked-record = message
asked-partner = organisation
asked-person = personne
asked-purpose = finalité
asked-grant = décision
asked-case = dossier
asked-operation = traitement
asked-action = action
asked-from = à partir de
asked-to = jusqu'à
asked-types = type
asked-type = type
asked-status = réel ou exercice
asked-area = zone
asked-answers-to = réponse à
asked-seed = source
asked-size = nombre
asked-year = année
asked-month = mois
asked-open = ouverts seulement
asked-records = avec les messages
asked-withhold = champs retenus
asked-population = tous les numéros
asked-recount = recompté
