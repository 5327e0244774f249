# Mots des pages des gestionnaires. Chaque clé existe dans les trois langues.

nav-partners = Partenaires
nav-persons = Personnes
nav-certificates = Certificats
nav-keys = Clés
nav-devices = Approuver des appareils

## every page of these
filter = Filtrer cette liste
filter-hint = nom, numéro, autorité …
needs-script = Sans scripts, cette page montre seulement ce qui est enregistré ; rien ne peut être modifié.
part-due = Expire dans les 60 jours, ou a expiré
part-rest = Tout le reste
part-all = Enregistré
part-past = Retiré ou passé
part-none = Rien n'est encore enregistré ici.
part-more = { $value ->
    [one] Un autre n'est pas montré. Choisissez un partenaire pour tout voir.
   *[other] { $value } autres ne sont pas montrés. Choisissez un partenaire pour tout voir.
 }
due-over = expiré
due-soon = { $value ->
    [0] aujourd'hui
    [one] dans { $value } jour
   *[other] dans { $value } jours
 }
valid = valable
up-to = jusqu'au
valid-until = Valable jusqu'au
withdrawn-at = Retiré
partner = Partenaire
every-partner = Tous les partenaires
show = Montrer
reason = Pourquoi
reason-help = Pour le journal : ce qui s'est passé, ou quelle pièce vous avez vue.
at-once = Ceci a lieu tout de suite
form-next = Continuer
form-sure = Oui, le faire
form-back = Retour
form-cancel = Annuler
done = Fait et inscrit au journal, ligne
proposed = Proposé : un autre gestionnaire du centre doit faire exactement la même chose avant que cela compte. Ligne
private-refused = Ceci contient une clé privée. Elle n'a été ni gardée ni envoyée ; seul le certificat ou la clé publique va ici.
deed-edit = Modifier
deed-change = Modifier ou prolonger
deed-activate = Rendre actif
deed-confirm = Confirmer comme second gestionnaire
deed-suspend = Suspendre
deed-withdraw = Retirer
deed-approve = Approuver
deed-refuse = Refuser

## partners
partners-help = Qui participe, avec les pièces sur lesquelles cela repose. Vous ne voyez ni les messages ni le journal.
partners-read = Les partenaires de vos décisions. Les gestionnaires du centre les modifient.
two-stewards = Sur ce centre, il faut deux gestionnaires pour rendre un partenaire actif ou raccourcir un essai.
two-stewards-persons = Sur ce centre, il faut deux gestionnaires pour enregistrer ou modifier un gestionnaire.
partner-admit = Admettre un partenaire
partner-id = Identifiant
partner-id-help = Minuscules, chiffres et tirets ; ne change jamais.
partner-name = Nom
partner-kind-label = Type
license = Autorisation
license-number = Numéro
license-category = Catégorie
license-authority = Délivrée par
license-territory = Vaut pour
quality-mark = Label de qualité
mark-name = Nom du label
scope = Surveille
trial = Essai
trial-runs = court
trial-over = terminé
trial-until = Essai jusqu'au
trial-help = Jusque-là, au plus la moitié des limites habituelles. Laissé vide, un partenaire connu garde son essai.
limits = Limites par minute
limits-why = D'où
limit-submissions = { $value } envois
limit-searches = { $value } recherches
limit-deliveries = { $value } réceptions
limits-by-grant = Les décisions en vigueur donnent cela.
limits-usual = Aucune décision en vigueur ; l'usage d'ici.
limits-trial = L'essai en prend la moitié ; sans lui : { $value }.
waits = En attente
waits-active = { $value } veut rendre ce partenaire actif. Un second gestionnaire doit le confirmer.
waiting-title = Attend un second gestionnaire
waiting-by = commencé par { $value }
waiting-help = Pour confirmer, remplissez exactement comme celui qui a commencé. Toute autre chose est une nouvelle proposition.
happens-admit = Le partenaire est candidat. Il ne peut rien faire tant que vous ne le rendez pas actif.
happens-change = Ce que vous avez rempli vaut dès maintenant. Avec une autorisation ou un label expiré, les flux de ce partenaire sont coupés en moins d'une seconde et rien n'est plus accepté de lui.
happens-shorter-trial = Un essai plus court attend un second gestionnaire.
happens-partner-active = Toute personne de ce partenaire dont les pièces sont en ordre peut entrer et reçoit des messages dès maintenant.
happens-second = Si un autre gestionnaire l'a proposé, ceci le fait ; sinon, c'est proposé et cela attend.
happens-partner-suspended = Les flux de ce partenaire sont coupés en moins d'une seconde. Personne chez lui ne voit, ne cherche ni n'envoie rien avant qu'il soit de nouveau actif.
happens-partner-withdrawn = Les flux de ce partenaire sont coupés en moins d'une seconde. Il part pour toujours : c'est irréversible.

## persons
persons-help = Sous pseudonyme : un numéro de badge, jamais un nom. Sans screening valable, on n'entre nulle part.
person-register = Enregistrer une personne ou un système
person-id = Numéro
person-id-help = Un pseudonyme de votre propre registre, comme un numéro de badge ; ne change jamais.
role-of = Rôle
screening = Screening
screening-authority = Screening par
training = Dernière formation
happens-person = La personne est active tout de suite. Avec un certificat enregistré elle entre, avec une clé enregistrée elle signe.
happens-person-change = Ce que vous avez rempli vaut dès maintenant. Avec un screening expiré, les flux de cette personne sont coupés en moins d'une seconde.
happens-person-active = Cette personne peut de nouveau entrer tout de suite, si certificat et screening sont en ordre.
happens-person-suspended = Les flux de cette personne sont coupés en moins d'une seconde. Elle ne voit, ne cherche ni n'envoie rien avant d'être de nouveau active.
happens-person-withdrawn = Les flux de cette personne sont coupés en moins d'une seconde. Elle part pour toujours : c'est irréversible.

## certificates
certificates-help = Un certificat ne compte que s'il est enregistré ici. Son propriétaire garde la clé privée.
certificate-register = Enregistrer un certificat
holder = Détenu par
pem-file = Fichier du certificat
pem = Certificat (PEM)
pem-help = Lu seulement comme texte dans ce navigateur. Jamais une clé privée, jamais un fichier .p12.
fingerprint = Empreinte
happens-certificate = Qui détient la clé privée de ce certificat entre dès maintenant comme cette personne.
happens-certificate-withdrawn = Les pages et flux ouverts avec ce certificat sont coupés en moins d'une seconde, et il n'entre plus jamais.

## keys
keys-help = Ce que quelqu'un envoie ne compte que signé avec une clé enregistrée ici.
key-register = Enregistrer une clé
jwk = Clé publique (JWK)
jwk-unreadable = Ceci n'est pas une clé publique en JSON.
jwk-help = Faite par le système du partenaire. Jamais la partie privée (d).
kid = Clé
key-kind = Type de clé
happens-key = Ce qui est signé avec cette clé compte dès maintenant comme envoyé par cette personne.
happens-key-withdrawn = Rien de signé avec cette clé n'est plus accepté. Ce qu'elle a signé avant reste valable.

## devices
devices-help = Un appareil ne signe qu'après votre approbation. Faites lire à son propriétaire la clé sur la page de l'appareil, et comparez.
devices-open = Vous attendent
devices-decided = Décidés ou expirés
devices-none = Aucun appareil n'attend.
device-state-open = en attente
device-state-approved = approuvé
device-state-refused = refusé
device-state-expired = expiré
person-standing = Statut
keys-in-force = Autres clés
keys-count = { $value ->
    [0] aucune valable
    [one] { $value } valable
   *[other] { $value } valables
 }
asked-at = Demandé
decide-until = À décider avant
decided-by = Décidé par
decided-at = Décidé
compare-kid = La clé de l'appareil ; comparez-la avec son propriétaire :
approval-help = { $value } jours au plus, et autant si vous laissez vide.
refusal-reason-help = Celui qui a demandé le lit aussi.
happens-approval = Cet appareil signe dès maintenant au nom de son propriétaire.
happens-refusal = L'appareil ne reçoit pas de clé. Son propriétaire peut redemander.

## partner-kind
partner-kind-police = police
partner-kind-firm = entreprise de gardiennage
partner-kind-oversight = contrôle
partner-kind-steward = gestionnaire du centre

## partner-standing
partner-standing-applied = candidat
partner-standing-active = actif
partner-standing-suspended = suspendu
partner-standing-withdrawn = retiré

## waiting
waiting-person = Enregistrer ou modifier :
waiting-standing = Rendre de nouveau actif :
waiting-certificate = Certificat
waiting-key = Clé
waiting-partner = Un essai plus court de

## menu and first page
menu = Menu
lost-title = Introuvable
to-first-page = Vers la première page
group-work = Travail
group-registry = Registre
group-oversight = Contrôle
group-own = Vous
home-attention = À regarder
attention-devices = { $value ->
    [one] Un appareil attend d'être approuvé
   *[other] { $value } appareils attendent d'être approuvés
 }
attention-waiting = { $value ->
    [one] Une modification attend un second gestionnaire
   *[other] { $value } modifications attendent un second gestionnaire
 }
attention-partners = { $value ->
    [one] Un partenaire a des pièces qui expirent
   *[other] { $value } partenaires ont des pièces qui expirent
 }
attention-persons = { $value ->
    [one] Un screening expire ou a expiré
   *[other] { $value } screenings expirent ou ont expiré
 }
attention-certificates = { $value ->
    [one] Un certificat expire bientôt
   *[other] { $value } certificats expirent bientôt
 }
attention-keys = { $value ->
    [one] Une clé de signature expire bientôt
   *[other] { $value } clés de signature expirent bientôt
 }
own-screening = Votre screening : { $value }. Demandez à votre administrateur d'enregistrer le nouveau.
own-certificate = Votre certificat : { $value }. Demandez-en un nouveau à temps à votre administrateur.
