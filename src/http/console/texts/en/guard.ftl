# Words of every page, of records, and of the pages of guards. Every key stands in all three languages.

## every page
skip = Skip to content
navigation = Pages
language = Language
unreachable = The exchange cannot be reached. Nothing was sent. Check the connection and try again.
yes = yes
refused-title = This was refused
refused-member = It is about:
refused-logged = The refusal stands in the log. Number of the request:

## first page
home-title = Samen
home-exchange = You are connected to { $value }. Everything that you look at or send here stands in the log.
home-nothing = There are no pages for your role here. Ask your partner's administrator if that is wrong.

## what one finds on a page
about-board = Live: who and what to look out for
about-incident = Tell the police what happened
about-handover = Pass work on to the police
about-answers = What came of what you sent
about-task = Say once why you search
about-search = Among what was shared with you
about-deletions = What was taken back, and is with you still
about-device = The key with which this device signs
about-partners = Papers, standing and limits
about-persons = Role, screening and standing
about-certificates = Who gets in, and until when
about-keys = Who signs, and until when
about-devices = Phones and desks that ask to sign
about-incoming = What firms report, live, beside what it answers
about-alerts = Who received them, what came of them, recall
about-compose = Ask firms to look out
about-oversight = What waits for you
about-question = Say once for what you read the log
about-entries = Search the log: plate, record, person, period
about-subject = What was processed about somebody, with the letter
about-flags = Patterns to ask about, not a verdict
about-samples = Draw entries and review them
about-recalls = Is it deleted everywhere?
about-orders = Hold, erase, close a month
about-overview = The numbers of a year, to print
about-health = Your browser checks the log by itself
about-bundle = Evidence that others check without us

## board
nav-board = Alert board
board-alerts = Alerts in force
board-answers = Answers
board-empty = No alert is in force now.
board-live = Live
board-opening = Connecting …
board-dead = No connection since
board-new = New alert:
board-gone = An alert is no longer in force:
board-exercises = Exercises
board-actual = Back to real alerts
board-no-script = Without scripts this board does not update itself. Load the page again to see what is in force.
board-deletions = Something that you received was taken back or corrected. Delete what you kept of it, and say so:

## card
plate = Plate
priority = Priority { $value }
corrected = corrected
opinion = opinion, not fact
warnings = Warnings
area = Area
call = Call
issuer = From
issued = Sent
until = In force until
seen-it = Seen
read-tell = Say that we read it
read-told = read, and said so
card-unreadable = This record is of a newer version and cannot be shown here. Ask the control room.

## what has to be deleted
nav-deletions = To delete
deletions-help = These were taken back or corrected. Delete every copy that your firm or force still has: printouts, photos, notes, messages, lists in other systems. Then say so here, in the name of your firm or force. The sender and the data protection officer see who is late; you have a day.
deletions-none = There is nothing to delete.
deletions-since = Taken back on
deletions-before = Delete before
deletions-late = Late since
deletions-record = Record
deletions-tell = We have nothing of it any more
deletions-told = Deleted, and said so in log entry

## descriptions
described-vehicle = Vehicle
described-colors = Color
described-partial-plate = Part of the plate
described-marks = Marks
described-more = Further
described-occupants = { $value } occupants
described-trailer = with a trailer
described-no-trailer = without a trailer
described-person = Person
described-count = { $value } people
described-age = { $value } years
described-height = { $value } cm
described-head = Head
described-clothing = Clothing
described-carried = Carries
described-speech = Speech
described-behavior = Behavior
described-weapon = Weapon
described-circle = within { $value }
described-polygon = area on the map

## reports
report-outcome = Outcome
report-note = Note
report-receipt = Receipt
report-recall = Recalled
report-sighting = Sighting
report-first-seen = First seen
report-method = How
report-camera = Camera
report-read = Read
report-match = Match
report-agrees = Description agrees
report-direction = Direction
report-lmc = Classification
report-began = Began
report-ended = Ended
report-caught = Caught in the act
report-handover = Handover
report-state = State
report-call-back = Call back

## status
status-exercise = EXERCISE
status-test = TEST
status-actual = real

## role
role-guard = guard
role-operator = operator
role-officer = officer
role-information-desk = information desk
role-administrator = administrator
role-data-protection-officer = data protection officer
role-steward = steward
role-system = system

## record-type
record-type-alert = Alert
record-type-sighting = Sighting
record-type-incident = Incident
record-type-handover = Handover
record-type-outcome = Outcome
record-type-receipt = Receipt

## alert-reason
alert-reason-wanted = Wanted
alert-reason-stolen_vehicle = Stolen vehicle
alert-reason-false_plates = False plates
alert-reason-burglary = Burglary
alert-reason-theft = Theft
alert-reason-robbery = Robbery
alert-reason-violence = Violence
alert-reason-arson = Arson or explosion
alert-reason-drugs = Drugs
alert-reason-disorder = Disorder
alert-reason-missing = Missing person
alert-reason-ban = Ban from a place
alert-reason-other = Other

## alert-action
alert-action-silent_observe = Watch without being noticed, and report
alert-action-observe_report = Watch and report
alert-action-call_control_room = Call the control room at once
alert-action-do_not_approach = Do NOT approach, call the control room

## warning
warning-armed = Armed
warning-firearm = Firearm
warning-violent = Violent
warning-escape_risk = Likely to flee
warning-dangerous_driving = Drives dangerously
warning-group = Several people together
warning-dog = Dangerous dog
warning-explosives = Explosives or fire

## vehicle-kind
vehicle-kind-car = Car
vehicle-kind-van = Van
vehicle-kind-truck = Truck
vehicle-kind-bus = Bus
vehicle-kind-camper = Camper
vehicle-kind-motorcycle = Motorcycle
vehicle-kind-moped = Moped or scooter
vehicle-kind-bicycle = Bicycle
vehicle-kind-tractor = Tractor
vehicle-kind-trailer = Trailer
vehicle-kind-boat = Boat
vehicle-kind-other = Other vehicle

## color
color-beige = beige
color-black = black
color-blue = blue
color-brown = brown
color-cream = cream
color-gray = gray
color-green = green
color-orange = orange
color-pink = pink
color-purple = purple
color-red = red
color-various = several colors
color-white = white
color-yellow = yellow

## body-style
body-style-hatchback = hatchback
body-style-sedan = sedan
body-style-station_wagon = station wagon
body-style-suv = SUV
body-style-mpv = MPV
body-style-coupe = coupe
body-style-convertible = convertible
body-style-pickup = pick-up
body-style-panel_van = panel van
body-style-box = box body
body-style-flatbed = flatbed
body-style-other = other shape

## build
build-slim = slim
build-average = average build
build-broad = broad
build-heavy = heavy

## hair-color
hair-color-black = black hair
hair-color-brown = brown hair
hair-color-blond = blond hair
hair-color-red = red hair
hair-color-gray = gray hair
hair-color-white = white hair
hair-color-dyed = dyed hair

## hair-length
hair-length-bald = bald or shaved
hair-length-short = short
hair-length-medium = to the shoulders
hair-length-long = long
hair-length-covered = head covered

## facial-hair
facial-hair-none = no facial hair
facial-hair-stubble = stubble
facial-hair-mustache = mustache
facial-hair-goatee = goatee
facial-hair-beard = beard

## eyes
eyes-blue = blue eyes
eyes-brown = brown eyes
eyes-green = green eyes
eyes-gray = gray eyes

## glasses
glasses-none = no glasses
glasses-glasses = glasses
glasses-sunglasses = sunglasses

## layer
layer-head = head
layer-face = face
layer-outer = outer
layer-upper = upper body
layer-lower = legs
layer-feet = feet
layer-hands = hands

## weapon
weapon-firearm = firearm
weapon-knife = knife
weapon-blunt = something to hit with
weapon-explosive = explosive
weapon-spray = pepper spray
weapon-other = other weapon

## behavior
behavior-calm = calm
behavior-nervous = nervous
behavior-aggressive = aggressive
behavior-fleeing = fleeing
behavior-watching = watching
behavior-hiding = hiding
behavior-following = following somebody
behavior-trying = trying doors or vehicles

## sighting-kind
sighting-kind-seen = seen
sighting-kind-false_positive = an earlier sighting was wrong
sighting-kind-gone = seen and gone
sighting-kind-not_seen_checked = checked, not seen

## method
method-person = by a person
method-anpr = by a plate reader
method-cctv = on camera

## match
match-exact = same plate
match-ocr_equivalent = plate looks alike

## agreement
agreement-yes = yes
agreement-no = no
agreement-unknown = cannot tell

## heading
heading-n = north
heading-ne = north-east
heading-e = east
heading-se = south-east
heading-s = south
heading-sw = south-west
heading-w = west
heading-nw = north-west

## handover-kind
handover-kind-call = call
handover-kind-visitor = visitor
handover-kind-alarm = alarm
handover-kind-patrol = found on patrol
handover-kind-camera = camera or plate reader
handover-kind-appointment = appointment with the district officer

## handover-state
handover-state-offered = offered
handover-state-accepted = accepted
handover-state-declined = declined
handover-state-completed = completed
anpr-list-alert = alert
anpr-list-stolen = stolen vehicles
anpr-list-site = list of the site

## outcome
outcome-confirmed = confirmed
outcome-wrong_vehicle = another vehicle
outcome-misread = plate misread
outcome-not_stopped = right, not stopped
outcome-already_resolved = resolved before
outcome-no_action = no action
outcome-thanks = thanks

## receipt
receipt-delivered = arrived
receipt-read = read
receipt-deleted = deleted

## cancel-reason
cancel-reason-resolved = resolved
cancel-reason-mistaken = was wrong
cancel-reason-unlawful = should not have been shared
cancel-reason-superseded = replaced

## narrative
narrative-observation = Observed
narrative-statement = Statement
narrative-action = Done
narrative-damage = Damage
narrative-background = Background

## pages of a guard
nav-incident = Report an incident
nav-handover = Hand over
nav-answers = Answers
nav-device = This device
nav-task = Task
nav-search = Search
sign-and-send = Sign and send
close = Close
choose = Choose …
sent = Sent and entered, log entry
no-key = This device has no key to sign with yet. Open "This device" and enroll it.
no-grant = Your partner has no grant in force to share this for this purpose. Ask your administrator.

## a place
place = Where
here = Here (position of this device)
here-found = Position found
here-not-found = No position found: fill in the place
street = Street
number = Number
town = Town
place-words = In words
map = Map of the area, north up
map-show = Map
map-north = N

## sighting
sighting-what = What
sighting-plate = Did you read the plate yourself?
sighting-plate-yes = Yes, it is exactly this plate
sighting-plate-no = No, not (wholly) read
sighting-agrees = Does the description agree with what you see?

## incident and handover
telling = Telling
telling-help = Only what you saw or heard yourself. What others say goes under statement.
vehicle-seen = Vehicle involved
control-room-reference = Number of the control room
lmc-search = Type to search
lmc-unknown = Choose a classification from the list
own-case = Own case number
ask-for = Ask for
live-view = Police can watch live
key-holder = A key holder is coming
answers-help = Outcomes and answers to what your partner sent, newest first.

## device
device-help = What you send is signed on this device with a key that cannot leave it. The administrator of your partner approves each device; the key runs out by itself.
device-none = This device has no key yet.
device-has = Key of this device:
device-unknown = The exchange does not know this key. Remove it and enroll the device again.
device-asked = Asked for. Have your administrator approve the device.
device-open = Waiting for approval until
device-approved = Approved at
device-refused = Refused by the administrator.
device-expired = The request ran out. Remove the key and ask again.
device-name = Name of this device
device-ask = Make a key and ask for approval
device-forget = Remove the key of this device

## task and search
purpose = Purpose
task-help = Say once why you search and open. It holds until the task ends and goes into the log with every question.
task-reason = Reason
task-case = Case or incident number
task-case-help = Required for an incident or investigation.
task-justification = Why now
task-justification-help = In your own words, at least 10 characters.
task-minutes = Lasts at most (minutes)
task-begin = Begin a task
task-begun = The task has begun. You can search now.
task-end = End the task
task-until = until
task-now = Task:
search-needs-task = Searching needs a task: say first why.
search-type = Type of record
search-any = any
search-case = Case number
search-status = Real or exercise
search-do = Search
search-results = Found
search-nothing = Nothing found. That stands in the log as well.
search-open = Open
search-more = More
search-logged = This question stands in the log as entry { $value }.

## purpose
purpose-offences = Preventing and investigating offences
purpose-public-order = Maintaining public order
purpose-assistance = Assistance to those who need it
purpose-supervision = Supervising compliance with rules

## reading-reason
reading-reason-alert-follow-up = Following up an alert
reading-reason-incident = Incident that is going on
reading-reason-investigation = Investigation
reading-reason-handover = Handing over work
reading-reason-own-record = Checking one's own record

## standing
standing-in-force = in force
standing-updated = updated
standing-recalled = recalled
standing-expired = expired
