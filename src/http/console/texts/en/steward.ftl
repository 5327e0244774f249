# Words of the pages of stewards and administrators. Every key stands in all three languages.

nav-partners = Partners
nav-persons = People
nav-certificates = Certificates
nav-keys = Keys
nav-devices = Approve devices

## every page of these
filter = Filter this list
filter-hint = name, number, authority …
needs-script = Without scripts this page only shows what is registered; nothing can be changed.
part-due = Runs out within 60 days, or has run out
part-rest = Everything else
part-all = Registered
part-past = Withdrawn or past
part-none = Nothing is registered here yet.
part-more = { $value ->
    [one] One more is not shown. Choose a partner to see all of it.
   *[other] { $value } more are not shown. Choose a partner to see all of it.
 }
due-over = has run out
due-soon = { $value ->
    [0] today
    [one] in 1 day
   *[other] in { $value } days
 }
valid = valid
up-to = until
valid-until = Valid until
withdrawn-at = Withdrawn
partner = Partner
every-partner = Every partner
show = Show
reason = Why
reason-help = For the log: what happened, or which paper you saw.
at-once = This happens at once
form-next = Continue
form-sure = Yes, do this
form-back = Back
form-cancel = Cancel
done = Done and entered, entry
proposed = Proposed: another steward has to do exactly the same before it counts. Entry
private-refused = This holds a private key. It was not kept and not sent; only the certificate or the public key belongs here.
deed-edit = Change
deed-change = Change or renew
deed-activate = Make active
deed-confirm = Confirm as second steward
deed-suspend = Suspend
deed-withdraw = Withdraw
deed-approve = Approve
deed-refuse = Refuse

## partners
partners-help = Who takes part, with the papers it rests on. You see no records and nothing of the log.
partners-read = The partners of your agreements. Stewards change them.
two-stewards = On this exchange it takes two stewards to make a partner active or to shorten a trial.
two-stewards-persons = On this exchange it takes two stewards to register or change a steward.
partner-admit = Admit a partner
partner-id = Id
partner-id-help = Small letters, digits and hyphens; never changes.
partner-name = Name
partner-kind-label = Kind
license = License
license-number = Number
license-category = Category
license-authority = Given by
license-territory = Holds in
quality-mark = Quality mark
mark-name = Name of the mark
scope = Watches over
trial = Trial
trial-runs = runs
trial-over = has ended
trial-until = Trial until
trial-help = Until then at most half of the usual limits hold. Left empty, a known partner keeps its trial.
limits = Limits a minute
limits-why = Where from
limit-submissions = { $value } sent
limit-searches = { $value } searches
limit-deliveries = { $value } deliveries
limits-by-grant = The grants in force give this.
limits-usual = No grant in force; what is usual here.
limits-trial = The trial halves it; without it: { $value }.
waits = Waits
waits-active = { $value } wants this partner to be active. A second steward has to confirm it.
waiting-title = Waits for a second steward
waiting-by = begun by { $value }
waiting-help = To confirm one, fill in exactly the same as the steward who began it. Anything else is a new proposal.
happens-admit = The partner stands as applied. It can do nothing until you make it active.
happens-change = What you filled in holds from now on. With a license or mark that has run out, the live feeds of this partner are cut within a second and nothing is accepted from it.
happens-shorter-trial = A shorter trial waits for a second steward.
happens-partner-active = Everybody of this partner whose own papers are in order can get in and receives records from now on.
happens-second = When another steward has proposed it, this does it; otherwise it is proposed and waits.
happens-partner-suspended = The live feeds of this partner are cut within a second. Nobody of it sees, searches or sends anything until it is active again.
happens-partner-withdrawn = The live feeds of this partner are cut within a second. It is gone for good: this cannot be undone.

## persons
persons-help = By pseudonym: a pass number, never a name. Whose screening has run out gets in nowhere.
person-register = Register a person or system
person-id = Number
person-id-help = A pseudonym of your own register, such as a pass number; never changes.
role-of = Role
screening = Screening
screening-authority = Screened by
training = Last training
happens-person = The person is active at once. With a registered certificate it gets in, with a registered key it signs.
happens-person-change = What you filled in holds from now on. With a screening that has run out, this person's live feeds are cut within a second.
happens-person-active = This person can get in again at once, when certificate and screening are in order.
happens-person-suspended = This person's live feeds are cut within a second. It sees, searches and sends nothing until it is active again.
happens-person-withdrawn = This person's live feeds are cut within a second. It is gone for good: this cannot be undone.

## certificates
certificates-help = A certificate counts only when it is registered here. Its owner keeps the private key.
certificate-register = Register a certificate
holder = Held by
pem-file = File of the certificate
pem = Certificate (PEM)
pem-help = Only read as text in this browser. Never a private key and never a .p12 file.
fingerprint = Fingerprint
happens-certificate = Whoever holds the private key of this certificate gets in as this person from now on.
happens-certificate-withdrawn = Open pages and feeds with this certificate are cut within a second, and it never gets in again.

## keys
keys-help = What somebody sends counts only when it is signed with a key that is registered here.
key-register = Register a key
jwk = Public key (JWK)
jwk-unreadable = This is not a public key in JSON.
jwk-help = Made by the system of the partner. Never the private part (d).
kid = Key
key-kind = Kind of key
happens-key = What is signed with this key counts as sent by this person from now on.
happens-key-withdrawn = Nothing that is signed with this key is accepted any more. What it signed before stays valid.

## devices
devices-help = A device may sign only after you approve it. Ask the owner to read out the key on the page of the device, and compare.
devices-open = Waiting for you
devices-decided = Decided or expired
devices-none = No device is waiting.
device-state-open = waiting
device-state-approved = approved
device-state-refused = refused
device-state-expired = expired
person-standing = Standing
keys-in-force = Other keys
keys-count = { $value ->
    [0] none in force
    [one] 1 in force
   *[other] { $value } in force
 }
asked-at = Asked
decide-until = Can be decided until
decided-by = Decided by
decided-at = Decided
compare-kid = The key of the device; compare it with its owner:
approval-help = { $value } days at most, and when left empty.
refusal-reason-help = The one who asked reads this too.
happens-approval = This device signs in the name of its owner from now on.
happens-refusal = The device gets no key. Its owner can ask again.

## partner-kind
partner-kind-police = police
partner-kind-firm = security firm
partner-kind-oversight = oversight
partner-kind-steward = steward

## partner-standing
partner-standing-applied = applied
partner-standing-active = active
partner-standing-suspended = suspended
partner-standing-withdrawn = withdrawn

## waiting
waiting-person = Registering or changing
waiting-standing = Making active again:
waiting-certificate = Certificate
waiting-key = Key
waiting-partner = A shorter trial of

## menu and first page
menu = Menu
lost-title = Not found
to-first-page = To the first page
group-work = Work
group-registry = Registry
group-oversight = Oversight
group-own = You
home-attention = To look at
attention-devices = { $value ->
    [one] One device waits for approval
   *[other] { $value } devices wait for approval
 }
attention-waiting = { $value ->
    [one] One change waits for a second steward
   *[other] { $value } changes wait for a second steward
 }
attention-partners = { $value ->
    [one] One partner has papers that run out
   *[other] { $value } partners have papers that run out
 }
attention-persons = { $value ->
    [one] One screening runs out or has run out
   *[other] { $value } screenings run out or have run out
 }
attention-certificates = { $value ->
    [one] One certificate runs out soon
   *[other] { $value } certificates run out soon
 }
attention-keys = { $value ->
    [one] One signing key runs out soon
   *[other] { $value } signing keys run out soon
 }
own-screening = Your screening: { $value }. Ask your administrator to register the new one.
own-certificate = Your certificate: { $value }. Ask your administrator for a new one in time.
