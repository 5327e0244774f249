# Words of the pages of the police. Every key stands in all three languages.

## navigation
nav-incoming = Incoming
nav-alerts = Own alerts
nav-compose = New alert

## incoming reports and what came of them
incoming-help = What firms report, beside the alert that it answers. Nothing happens by itself: you judge and answer.
incoming-actual = Back to what is real
answers-actual = Back to what is real
threads-open = To be answered
threads-waiting = Waiting for an answer
threads-answered = Answered
threads-none-open = Nothing waits for an answer.
threads-none-answered = Nothing has been answered yet.
thread-open = Not answered yet
thread-busy = Being dealt with
thread-answered = Answered
listed = Listed
listed-read = Read:
listed-differs = differs
listed-open = Open the alert
answer-text = Remark (may stay empty)
answer-again = Give another answer
move-accepted = Accept
move-declined = Decline
move-completed = Complete
block = Text for the control room
block-copy = Copy
block-copied = Copied

## pages of threads
older-pages = Older and newest
older-more = Older
older-newest = Back to the newest

## own alerts
alerts-none = Your force has not sent an alert yet.
alert-newer = what took its place
alert-update = Update
alert-recall = Recall
alert-reports = Reports about this alert
sightings-none = No sightings yet
sightings = { $value ->
    [one] 1 sighting
   *[other] { $value } sightings
}
reach = Reach
reach-recall = Progress of the recall
reach-delivered = { $value } delivered
reach-read = { $value } read
reach-deleted = { $value } deleted
reach-late = { $value } late
reach-is-late = late
reach-late-since = late since
reach-partners = By partner
reach-partner = Partner
reach-state = State
reach-told = Knows of the recall
reach-deleted-at = Deleted at
delivery-sent = sent
delivery-delivered = delivered
delivery-read = read
delivery-deleted = deleted
recall-title = Why do you recall this?
recall-help = Choose the reason: with that it is signed and sent. Whoever received the alert has to delete it and say so with a signature.
recall-sent = Recalled and entered, log entry

## composer
compose-help = Nothing is filled in beforehand. Before you send, you see who will receive it, under which grant and until when.
compose-update = Update an alert
compose-update-help = You replace an alert of your own. The old text goes from everybody who received it.
compose-status = Real, exercise or test
compose-why = Why
compose-case = Case number
compose-reason = Reason
compose-reason-text = Remark on the reason
compose-text-help = Never anything about ethnicity, nationality, religion or health; no names.
compose-country = Country
compose-kind = Kind
compose-make = Make
compose-model = Model
compose-second-color = Second color
compose-shape = Shape
compose-occupants = Occupants
compose-trailer = Trailer
compose-partial-help = With ? for each character that was not read
compose-lines-help = One a line
compose-person = Describe a person
compose-person-help = Only what a guard can see. Never a name, and nothing about ethnicity, nationality, religion or health.
compose-count = Number of people
compose-age = Age
compose-age-min = Age from
compose-age-max = Age to
compose-height = Height
compose-height-min = Height from (cm)
compose-height-max = Height to (cm)
compose-build = Build
compose-hair = Hair color
compose-hair-length = Hair length
compose-facial-hair = Facial hair
compose-eyes = Eyes
compose-glasses = Glasses
compose-layer = Worn where
compose-item = Garment
compose-more-clothing = Another garment
compose-last-seen = Last seen at
compose-subject = Role of the person
compose-what-to-do = What to do
compose-action = Asked
compose-priority = Priority
compose-most-urgent = most urgent
compose-phone = Telephone
compose-area-none = No area
compose-area-circle = Point and radius
compose-area-geojson = Paste GeoJSON
compose-lat = Latitude
compose-lon = Longitude
compose-radius = Radius (km)
compose-geojson = GeoJSON
compose-geojson-help = A Polygon, or a Feature with a Polygon; at most 200 points.
compose-geojson-wrong = This is not GeoJSON with one Polygon.
compose-terms = To whom, how long, how to handle it
compose-audience = For whom
compose-audience-all = Everybody under the grant
compose-audience-named = Only these partners
compose-valid = Valid
compose-hours = { $value } hours
compose-days = { $value } days
compose-handling = Handling code
compose-conditions = Conditions
compose-onward = Receivers may pass it on
compose-grading = How sure it is (3x5x2)
compose-grading-help = Required as soon as a person is described.
compose-source = Source
compose-information = Information
compose-sharing = Sharing
compose-opinion = What is opinion and not fact
compose-opinion-help = What you tick stands as opinion before the receiver.
compose-missing = Fill this in.
compose-needs-preview = Choose the grant in the preview first.
compose-too-long = Longer than the grant allows.
compose-what-missing = Say which plate, vehicle or person to look out for.
source-1 = 1 reliable
source-2 = 2 untested
source-3 = 3 not reliable
information-a = A known directly
information-b = B from others, corroborated
information-c = C from others
information-d = D not known
information-e = E suspected to be false
sharing-p = P may be shared
sharing-c = C on conditions only

## handling
handling-H0 = H0 for the purpose, within the law
handling-H1 = H1 not as evidence without permission
handling-H2 = H2 not to be passed on without permission
handling-H3 = H3 as the conditions say

## subject
subject-suspect = suspect
subject-convicted = convicted
subject-victim = victim
subject-other = other

## preview
preview = Who will receive this
preview-wait = Choose purpose, audience and handling code; here you then see who will receive it, under which grant and until when.
preview-nobody = As it is, it cannot be sent.
preview-inactive = not active now
preview-latest = At the latest until
preview-readable = readable until
