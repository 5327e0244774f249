# Words of the questions of a data protection officer. Every key stands in all three languages.

## every page of an officer
question-now = Question:
question-end = End the question
question-needed = Reading the log needs a question: say first for what use and why.
question-begin = Begin a question
question-again = End the question and begin another one.
entry-no = no
question-waiting = One moment …
scope-all = all in my scope

## question
nav-question = Question
question-help = Say once for what use you read the log and why. It holds until the question ends, stands on every page and in every entry that your questions leave. It stays in this tab.
question-use = Use
question-justification = Why do you read the log
question-justification-help = In your own words, 10 to 500 characters. Name no plate and no person.
question-begun = The question has begun. You can search, check and order now.

## first page
nav-oversight = Oversight
scope-title = Your scope
scope-help = You see the entries of these partners. Of others you see nothing, not even whether there is anything.
oversight-title = What needs attention
oversight-help = Looking is a question to the log and leaves entries: one for recalls, one for months, one for samples, and one for each sample (five at most).
oversight-look = See what needs attention
oversight-recalls = Recalls that are open
oversight-months = Months to close
oversight-samples = Samples
oversight-running = Running, reviewed:
oversight-done = Done, reviewed:
months-through = Your office has closed through { $value }.
months-never = Your office has not closed any month yet.
months-nothing = There is no month to close.
months-open = Over and not closed yet:

## who saw what
nav-entries = Who saw what
entries-help = Say what you look for; everything given has to fit. What you ask stands in the question itself and never in the address of the page.
entries-empty = Fill in at least one field.
entries-record = Id of the record
entries-partner = Partner
entries-person = Person
entries-person-help = Pass number; choose the partner too.
entries-from = From
entries-to = Until
entries-operation = Operation
entries-grant = Grant
entries-nothing-yet = Nothing fits in this part of the log. Go on with "More".
entries-found = { $value ->
    [one] 1 entry, newest first
   *[other] { $value } entries, newest first
}
rows-when = When
rows-who = Who
rows-what = What
rows-ground = On what ground
rows-given = What was given
rows-withhold = May be withheld
rows-tell = No, can be told
entry-open = Open
entry-open-number = Open entry { $value }
entry-number = Entry { $value }
entry-exchange = the exchange itself
entry-grant = grant { $value }
entry-case = case { $value }
entry-others = What else was done with it?
entry-evidence = The evidence shows that the log holds exactly this entry; anybody can check it with samen-verify receipt. Every field is in it.
entry-save = Save the evidence
given-nothing = Nothing found
given-refused = Refused: { $value }
given-to = Shared with { $value }
given-records = { $value ->
    [one] 1 record found
   *[other] { $value } records found
}
given-entries = { $value ->
    [one] 1 entry
   *[other] { $value } entries
}
given-alerts = { $value ->
    [one] 1 alert in force
   *[other] { $value } alerts in force
}
given-record = The record of entry { $value }
given-followed = The alert of entry { $value } with what came of it
given-threads = { $value ->
    [one] 1 record with what became of it
   *[other] { $value } records with what became of them
}
given-page = A page without records

## citizen's request
nav-subject = Citizen's request
subject-help = Everything in the log about one data subject, what you may withhold and why, and a draft of the letter. You decide what to tell.
subject-either = Fill in one of the two: the plate of the one who asks, or a record about that person. Names and descriptions cannot be searched for: they are readable nowhere.
subject-do = Make the report
subject-records = Records about the subject
subject-no-records = There is no record about the subject (any more).
subject-recipients = Received by
subject-events = What was done with it, and who searched
subject-grounds = Grounds to withhold
letter-title = Draft of the letter
letter-help = Change the text as needed. Printing and saving take the letter alone, not the part for you.
letter-language = Language of the letter
letter-print = Print the letter
letter-save = Save the letter

## signs of misuse
nav-flags = Signs of misuse
flags-question = A sign is a question, not a verdict.
flags-help = The exchange computes what stands out and takes no measure. Open the entries behind a sign and ask on before you conclude anything.
flags-until-now = Empty is until now. What is normal the exchange learns from the weeks before.
flags-do = Look for signs
flags-nothing = No signs in this period. That does not say that nothing happened.
flags-last = last
flags-measured = Measured:
flags-entries = { $value ->
    [one] Entry behind it:
   *[other] Entries behind it:
}
flags-more-entries = and { $value } more
flags-left-out = { $value } more signs do not fit on this page. Choose a shorter period or one partner.
flags-behind = The exchange has not looked at the whole log yet. Ask again in a while. Looked at until
flags-missed = What was not looked for
flags-no-own-plate = Whether somebody looked up their own plate: the exchange does not know whose plate it is.

## samples
nav-samples = Samples
samples-help = A sample of everything that was looked at or disclosed, drawn by lot: with the same seed anybody can repeat the draw. Your own office is left out.
samples-new = New sample
samples-return = Come back to a sample
samples-seed = Seed
samples-seed-help = Something that you could not choose, such as a lottery drawing after the period.
samples-size = Number of entries (1 to 200)
samples-draw = Draw
samples-number = Number of the sample
samples-continue = Go on reviewing
samples-own = Samples of my office
samples-none = Your office has not drawn a sample yet.
samples-name = Sample { $value }
samples-of = { $value ->
    [one] 1 entry
   *[other] { $value } entries
}
samples-population = Drawn from { $value } entries.
samples-digest = SHA-256 of their indexes:
samples-empty = Nothing was looked at or disclosed in this period.
samples-progress = Reviewed:
review-do = Review
review-verdict = Verdict
review-note = What did you find
review-save = Enter the verdict
review-saved = entered as { $value }

## recalls
nav-recalls = Recalls
recalls-help = What was recalled or corrected, and for each partner whether it is deleted. Late is more than a day after the recall.
recalls-by = Recalled by
recalls-open = Only what is not deleted everywhere yet
recalls-do = Show
recalls-nothing = No recall or correction fits.
recalls-record = Record
recalls-deleted = deleted by
recalls-told = Told at
recalls-deleted-at = Deleted at
recalls-late-since = Late since

## orders
nav-orders = Orders
orders-help = Orders about keeping and erasing. You read first what will happen and then confirm.
order-ground = Ground
order-until = Hold until
order-until-help = At most 366 days; then it ends by itself.
order-confirm = Yes, I order this
order-back = No, back
order-logged = Entered as { $value }.
order-held = This record is held:
order-held-until = until
order-released = The hold of your office has ended:
order-erased = This record is erased:
order-closed = The audit is closed through
hold-title = Legal hold
hold-will = The record is kept until the day chosen, even when its retention ends before, and cannot be erased meanwhile. It may not be used any longer because of this. Then the hold ends by itself.
hold-do = Hold
release-title = Release a hold
release-will = The hold of your office ends now. If the retention is over, the record is erased at the next sweep, unless another office holds it.
release-do = Release
erase-title = Erase before time
erase-will = The key of the record is destroyed for good; after that nobody can read it, nor can we. This cannot be undone. Proofs and entries stay verifiable and say that it was erased.
erase-do = Erase for good
close-title = Close a month
close-will = You say that the audit is done through this month. Entries of those months may then be erased once their retention is over. An earlier month can no longer be chosen after that.
close-through = Through month
close-ground-help = Which audit it was, in your own words, 10 to 500 characters.
close-do = Close the month

## use-code
use-code-lawfulness = Lawfulness of processing
use-code-self-monitoring = Self-monitoring
use-code-integrity-security = Integrity and security
use-code-criminal-proceedings = Criminal proceedings

## operation
operation-collection = collection
operation-alteration = alteration
operation-consultation = consultation
operation-disclosure = disclosure
operation-combination = combination
operation-erasure = erasure
operation-administration = administration
operation-refusal = refusal

## verdict
verdict-in-order = In order
verdict-unclear = Unclear
verdict-not-in-order = Not in order

## completion
completion-deleted = deleted
completion-due = not yet
completion-late = late

## recall-kind
recall-kind-recall = Recall
recall-kind-correction = Correction

## ground
ground-led-15-1-a = The reader named a case. Ask whether it still runs: telling may obstruct the investigation (Directive 2016/680 art. 15(1)(a), Wpg art. 27).
ground-led-15-1-b = Confidential while in force: telling may prejudice the detection of offences (Directive 2016/680 art. 15(1)(b), Wpg art. 27).
ground-led-15-1-c = Confidential while in force: telling may harm public security (Directive 2016/680 art. 15(1)(c), Wpg art. 27).

## ground-short
ground-short-led-15-1-a = Yes: a case that runs
ground-short-led-15-1-b = Yes: detection of offences
ground-short-led-15-1-c = Yes: public security

## sign
sign-repeated-target = The same target again and again
sign-unusual-hours = At unusual hours
sign-unusual-volume = Far more than usual
sign-vague-justification = Vague justification
sign-copied-justification = Copied justification
sign-withdrawn-after-search = Withdrawn right after a search
sign-own-alert = Own alert looked up
sign-near-limit = Near the limit
sign-refusals-in-a-row = Refusals in a row

## sign-means
sign-means-repeated-target = One person looked up the same plate or record again and again. It may be a long shift, or curiosity.
sign-means-unusual-hours = Look-ups at hours at which this person does not work otherwise. Ask for the roster.
sign-means-unusual-volume = In one day far more look-ups than this person makes otherwise.
sign-means-vague-justification = The justification does not say why it was needed.
sign-means-copied-justification = The same words for many different plates or records.
sign-means-withdrawn-after-search = An alert was listed, searched for by its own partner, and withdrawn right after.
sign-means-own-alert = The author kept looking up an alert of their own without saying that it was one.
sign-means-near-limit = The partner used nearly all that its limits give in a minute, or met them.
sign-means-refusals-in-a-row = The same person got one refusal after the other. It may be clumsiness, or trying.

## measured
measured-repeated-target = Searched for or opened the same { $times } times, on { $days } or more days. It is a sign from { $raises } times on { $raises_days } days within seven days.
measured-unusual-hours = Searched or opened { $times } times in one day at hours at which that never happened on { $days } earlier days, nor within { $around_hours } hours of them. On those days it was { $earlier } times in all. It is a sign from { $raises } times.
measured-unusual-volume = Searched or opened { $times } times in one day. On { $days } earlier days it was { $average } on an average, and { $busiest } on the busiest day.
measured-vague-justification = Gave { $times } justifications with fewer than { $words } words that tell something. It is a sign from { $raises } within seven days.
measured-copied-justification = Gave the same justification { $times } times, for { $targets } or more different plates or records. It is a sign from { $raises } different ones within seven days.
measured-withdrawn-after-search = Withdrew an alert after { $stood_minutes ->
    [one] 1 minute
   *[other] { $stood_minutes } minutes
    }, { $after_minutes ->
    [one] 1 minute
   *[other] { $after_minutes } minutes
    } after the own organization searched for the plate. It is a sign up to { $raises_minutes } minutes after the search and { $raises_hours } hours after listing.
measured-own-alert = Searched for or opened the plate of an alert of their own { $times } times for another reason than “Checking one's own record”. It is a sign from { $raises } times within seven days.
measured-near-limit = Used { $percent } % or more of the limit of { $limit } a minute for { $meter ->
    [submissions] sending
    [searches] searching and opening
    [deliveries] fetching
   *[administration] administration
    } in { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
    } of one day, and was refused { $refused ->
    [one] once
   *[other] { $refused } times
    } over the limit{ $suppressed ->
    [0] {""}
   *[other] , and { $suppressed } more without a line of their own in the log
    }. It is a sign from { $raises } minutes or one refusal.
measured-refusals-in-a-row = Was refused { $times } times in a row. It is a sign from { $raises } times.

## deed
deed-record-submit = record sent
deed-record-repeat = record sent again
deed-record-open = record opened
deed-record-search = searched records
deed-feed-follow = followed the live feed
deed-follow-up-read = looked at the follow-up
deed-alerts-read = fetched the alerts in force
deed-delivery-acknowledge = acknowledged a delivery
deed-grant-propose = proposed a grant
deed-grant-accept = accepted a grant
deed-grant-revoke = revoked a grant
deed-grant-read = read grants
deed-partner-admit = admitted or changed a partner
deed-partner-standing = changed the standing of a partner
deed-grant-preview = previewed recipients
deed-partner-read = read partners
deed-person-register = registered or changed a person
deed-person-standing = changed the standing of a person
deed-person-read = read persons
deed-certificate-register = registered a certificate
deed-certificate-withdraw = withdrew a certificate
deed-certificate-read = read certificates
deed-key-register = registered a key
deed-key-withdraw = withdrew a key
deed-key-read = read keys
deed-key-request = asked for the key of a device
deed-key-requests = read requests of devices
deed-key-approve = approved the key of a device
deed-key-refuse = refused the key of a device
deed-signer-read = read the key of a signer
deed-self-read = read the own registration
deed-audit-search = searched the log
deed-audit-open = opened an entry
deed-audit-bundle = made an evidence bundle
deed-audit-flags = looked for signs of misuse
deed-audit-overview = made an overview
deed-audit-subject = made a citizen's report
deed-audit-sample = drew or looked at a sample
deed-audit-review = reviewed an entry
deed-audit-recalls = read recalls
deed-audit-witnesses = read the witnesses
deed-record-hold = placed a hold
deed-record-release = released a hold
deed-record-erase = erased a record before time
deed-audit-close = closed a month
deed-retention-erase = erased after retention
deed-retention-reseal = sealed again
deed-exchange-open = exchange started
deed-exchange-heartbeat = sign of life
deed-log-continue = log continued
deed-evidence-read = fetched evidence
deed-console-open = opened a page
deed-contract-read = fetched the contract

## field
field-time = Time
field-operation = Operation
field-action = Action
field-partner = Partner
field-person = Person
field-certificate = Certificate
field-records = Records
field-purpose = Purpose
field-grant = Grant
field-case = Case
field-reason = Reason
field-justification = Justification
field-asked = Asked
field-given = Given
field-recipients = Recipients
field-request-id = Request id
field-trace-id = Trace
field-policy-version = Policy version
field-record-sha256 = SHA-256 of the record
field-refusal = Refused
field-pointer = Member
field-asserted-by = Asserted by
field-use-code = Use
field-subject = Subject
field-detail = Detail
field-suppressed = Not logged one by one
field-previous-root = Previous root
field-build = Build
field-exchange = Exchange
field-trace-parent = Trace of the caller

## asked
asked-plate = plate
asked-record = record
asked-partner = partner
asked-person = person
asked-purpose = purpose
asked-grant = grant
asked-case = case
asked-operation = operation
asked-action = action
asked-from = from
asked-to = until
asked-types = type
asked-type = type
asked-status = real or exercise
asked-area = area
asked-answers-to = answers to
asked-seed = seed
asked-size = size
asked-year = year
asked-month = month
asked-open = open only
asked-records = with records
asked-withhold = fields withheld
asked-population = all indexes
asked-recount = recounted
