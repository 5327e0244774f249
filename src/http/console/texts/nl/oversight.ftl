# Words of the questions of a data protection officer. Every key stands in all three languages.

## every page of an officer
question-now = Vraag:
question-end = Vraag beëindigen
question-needed = Het logboek lezen kan alleen met een vraag: zeg eerst waarvoor en waarom.
question-begin = Vraag beginnen
question-again = Beëindig de vraag en begin een nieuwe.
entry-no = nee
question-waiting = Even geduld …
scope-all = alle binnen mijn toezicht

## question
nav-question = Vraag
question-help = Zeg één keer waarvoor u het logboek leest en waarom. Dat geldt tot de vraag eindigt, staat boven elke pagina en komt in elke logregel die uw vragen achterlaten. Het blijft in dit tabblad.
question-use = Gebruik
question-justification = Waarom leest u het logboek
question-justification-help = In uw eigen woorden, 10 tot 500 tekens. Noem geen kenteken of naam.
question-begun = De vraag is begonnen. U kunt nu zoeken, controleren en besluiten.

## first page
nav-oversight = Toezicht
scope-title = Uw toezicht
scope-help = U ziet de logregels van deze organisaties. Van anderen ziet u niets, ook niet of er iets is.
oversight-title = Wat vraagt aandacht
oversight-help = Kijken is een vraag aan het logboek en laat regels achter: één voor de intrekkingen, één voor de maanden, één voor de steekproeven en één per steekproef (hoogstens vijf).
oversight-look = Kijk wat aandacht vraagt
oversight-recalls = Intrekkingen die nog open zijn
oversight-months = Maanden om af te sluiten
oversight-samples = Steekproeven
oversight-running = Loopt nog, beoordeeld:
oversight-done = Klaar, beoordeeld:
months-through = Uw kantoor heeft afgesloten tot en met { $value }.
months-never = Uw kantoor heeft nog geen maand afgesloten.
months-nothing = Er is geen maand om af te sluiten.
months-open = Voorbij en nog niet afgesloten:

## who saw what
nav-entries = Wie zag wat
entries-help = Vul in waarnaar u zoekt; wat u samen invult, moet allemaal kloppen. Wat u vraagt, staat in de vraag zelf en nooit in het adres van de pagina.
entries-empty = Vul ten minste één veld in.
entries-record = Nummer van het bericht
entries-partner = Organisatie
entries-person = Persoon
entries-person-help = Pasnummer; kies ook de organisatie.
entries-from = Vanaf
entries-to = Tot
entries-operation = Soort verwerking
entries-grant = Verstrekkingsbesluit
entries-nothing-yet = In dit deel van het logboek staat niets dat past. Ga verder met „Meer”.
entries-found = { $value ->
    [one] 1 regel, de nieuwste bovenaan
   *[other] { $value } regels, de nieuwste bovenaan
}
rows-when = Wanneer
rows-who = Wie
rows-what = Wat
rows-ground = Op welke grond
rows-given = Wat is gegeven
rows-withhold = Mag worden achtergehouden
rows-tell = Nee, kan worden verteld
entry-open = Openen
entry-open-number = Logregel { $value } openen
entry-number = Logregel { $value }
entry-exchange = de centrale zelf
entry-grant = besluit { $value }
entry-case = zaak { $value }
entry-others = Wie deed hier nog iets mee?
entry-evidence = Het bewijs toont dat het logboek precies deze regel bevat; iedereen kan het nagaan met samen-verify receipt. Alle velden staan erin.
entry-save = Bewijs opslaan
given-nothing = Niets gevonden
given-refused = Geweigerd: { $value }
given-to = Gedeeld met { $value }
given-records = { $value ->
    [one] 1 bericht gevonden
   *[other] { $value } berichten gevonden
}
given-entries = { $value ->
    [one] 1 logregel
   *[other] { $value } logregels
}
given-alerts = { $value ->
    [one] 1 signalering van kracht
   *[other] { $value } signaleringen van kracht
}
given-record = Het bericht van logregel { $value }
given-followed = De signalering van logregel { $value } met wat erop kwam
given-threads = { $value ->
    [one] 1 bericht met zijn opvolging
   *[other] { $value } berichten met hun opvolging
}
given-page = Een pagina zonder berichten

## citizen's request
nav-subject = Verzoek van een burger
subject-help = Alles wat over één betrokkene in het logboek staat, met wat u mag achterhouden en waarom, en een brief in concept. U beslist wat u vertelt.
subject-either = Vul één van de twee in: het kenteken van wie het vraagt, of een bericht dat over die persoon gaat. Op naam of signalement kan niet worden gezocht: die staan nergens leesbaar.
subject-do = Verslag maken
subject-records = Berichten over de betrokkene
subject-no-records = Er is geen bericht (meer) over de betrokkene.
subject-recipients = Ontvangen door
subject-events = Wat ermee is gedaan, en wie zocht
subject-grounds = Gronden om achter te houden
letter-title = Brief in concept
letter-help = Pas de tekst aan. Afdrukken en opslaan nemen alleen de brief mee, niet het deel voor u.
letter-language = Taal van de brief
letter-print = Brief afdrukken
letter-save = Brief opslaan

## signs of misuse
nav-flags = Signalen van misbruik
flags-question = Een signaal is een vraag, geen oordeel.
flags-help = De centrale rekent uit wat opvalt en neemt zelf geen maatregel. Open de regels achter een signaal en vraag door voordat u iets vindt.
flags-until-now = Leeg is tot nu. Wat gewoon is, leert de centrale uit de weken ervoor.
flags-do = Zoek signalen
flags-nothing = Geen signalen in deze periode. Dat wil niet zeggen dat er niets is gebeurd.
flags-last = laatst
flags-measured = Gemeten:
flags-entries = { $value ->
    [one] Regel erachter:
   *[other] Regels erachter:
}
flags-more-entries = en nog { $value }
flags-left-out = Nog { $value } signalen passen niet op deze pagina. Kies een kortere periode of één organisatie.
flags-behind = De centrale loopt nog achter met het zoeken naar signalen. Vraag het straks opnieuw. Gekeken is tot
flags-missed = Waar niet naar is gekeken
flags-no-own-plate = Of iemand het eigen kenteken opzocht: de centrale weet niet wiens kenteken het is.

## samples
nav-samples = Steekproeven
samples-help = Een steekproef uit alles wat is bekeken of verstrekt, door het lot gekozen: met dezelfde bron kan iedereen de trekking overdoen. Uw eigen kantoor doet niet mee.
samples-new = Nieuwe steekproef
samples-return = Verder met een steekproef
samples-seed = Bron van het toeval
samples-seed-help = Iets dat u niet kon kiezen, zoals de trekking van een loterij van na de periode.
samples-size = Aantal regels (1 tot 200)
samples-draw = Trekken
samples-number = Nummer van de steekproef
samples-continue = Verder beoordelen
samples-own = Steekproeven van mijn kantoor
samples-none = Uw kantoor heeft nog geen steekproef getrokken.
samples-name = Steekproef { $value }
samples-of = { $value ->
    [one] 1 regel
   *[other] { $value } regels
}
samples-population = Getrokken uit { $value } regels.
samples-digest = SHA-256 van hun nummers:
samples-empty = In deze periode is niets bekeken of verstrekt.
samples-progress = Beoordeeld:
review-do = Beoordelen
review-verdict = Oordeel
review-note = Wat hebt u gevonden
review-save = Oordeel vastleggen
review-saved = vastgelegd als logregel { $value }

## recalls
nav-recalls = Intrekkingen
recalls-help = Wat is ingetrokken of gecorrigeerd, en per organisatie of het is verwijderd. Te laat is meer dan een dag na de intrekking.
recalls-by = Ingetrokken door
recalls-open = Alleen wat nog niet overal is verwijderd
recalls-do = Laat zien
recalls-nothing = Geen intrekking of correctie die hierbij past.
recalls-record = Bericht
recalls-deleted = verwijderd bij
recalls-told = Gemeld op
recalls-deleted-at = Verwijderd op
recalls-late-since = Te laat sinds

## orders
nav-orders = Besluiten
orders-help = Besluiten over bewaren en wissen. U leest eerst wat er gaat gebeuren en bevestigt dan.
order-ground = Grond
order-until = Bewaren tot
order-until-help = Hoogstens 366 dagen; daarna vervalt het vanzelf.
order-confirm = Ja, dit besluit ik
order-back = Nee, terug
order-logged = Vastgelegd als logregel { $value }.
order-held = Dit bericht wordt bewaard:
order-held-until = tot
order-released = De bewaring door uw kantoor is beëindigd:
order-erased = Dit bericht is gewist:
order-closed = De controle is afgesloten tot en met
hold-title = Bewaren voor een procedure
hold-will = Het bericht blijft bewaard tot de gekozen dag, ook als zijn bewaartermijn eerder eindigt, en kan zolang niet worden gewist. Gebruikt worden mag het daardoor niet langer. Daarna vervalt de bewaring vanzelf.
hold-do = Bewaren
release-title = Bewaring beëindigen
release-will = De bewaring door uw kantoor eindigt nu. Is de bewaartermijn voorbij, dan wordt het bericht bij de volgende ronde gewist, tenzij een ander kantoor het bewaart.
release-do = Bewaring beëindigen
erase-title = Wissen vóór de tijd
erase-will = De sleutel van het bericht wordt voorgoed vernietigd; daarna kan niemand het meer lezen, ook wij niet. Dit kan niet worden teruggedraaid. Bewijzen en logregels blijven controleerbaar en zeggen dat het is gewist.
erase-do = Voorgoed wissen
close-title = Maand afsluiten
close-will = U verklaart dat de controle tot en met deze maand klaar is. Logregels uit die maanden mogen dan worden gewist zodra hun bewaartermijn voorbij is. Een eerdere maand kan daarna niet meer worden gekozen.
close-through = Tot en met maand
close-ground-help = Welke controle het was, in uw eigen woorden, 10 tot 500 tekens.
close-do = Maand afsluiten

## use-code
use-code-lawfulness = Rechtmatigheid van de verwerking
use-code-self-monitoring = Interne controle
use-code-integrity-security = Integriteit en beveiliging
use-code-criminal-proceedings = Strafrechtelijke procedure

## operation
operation-collection = verzameling
operation-alteration = wijziging
operation-consultation = raadpleging
operation-disclosure = verstrekking
operation-combination = combinatie
operation-erasure = vernietiging
operation-administration = beheer
operation-refusal = weigering

## verdict
verdict-in-order = In orde
verdict-unclear = Onduidelijk
verdict-not-in-order = Niet in orde

## completion
completion-deleted = verwijderd
completion-due = nog niet
completion-late = te laat

## recall-kind
recall-kind-recall = Intrekking
recall-kind-correction = Correctie

## ground
ground-led-15-1-a = De lezer noemde een zaak. Vraag na of die nog loopt: vertellen kan het onderzoek hinderen (richtlijn 2016/680 art. 15 lid 1 onder a, Wpg art. 27).
ground-led-15-1-b = Vertrouwelijk zolang het geldt: vertellen kan het opsporen van strafbare feiten schaden (richtlijn 2016/680 art. 15 lid 1 onder b, Wpg art. 27).
ground-led-15-1-c = Vertrouwelijk zolang het geldt: vertellen kan de openbare veiligheid schaden (richtlijn 2016/680 art. 15 lid 1 onder c, Wpg art. 27).

## ground-short
ground-short-led-15-1-a = Ja: lopende zaak
ground-short-led-15-1-b = Ja: opsporing
ground-short-led-15-1-c = Ja: openbare veiligheid

## sign
sign-repeated-target = Steeds hetzelfde opgezocht
sign-unusual-hours = Buiten de gewone uren
sign-unusual-volume = Veel meer dan gewoon
sign-vague-justification = Nietszeggende motivering
sign-copied-justification = Steeds dezelfde motivering
sign-withdrawn-after-search = Ingetrokken vlak na een zoekvraag
sign-own-alert = Eigen signalering opgezocht
sign-near-limit = Dicht bij de grens
sign-refusals-in-a-row = Weigeringen achter elkaar

## sign-means
sign-means-repeated-target = Eén persoon zocht of opende hetzelfde kenteken of bericht telkens weer. Het kan een lange dienst zijn, of nieuwsgierigheid.
sign-means-unusual-hours = Er is gezocht op uren waarop deze persoon anders niet werkt. Vraag naar het rooster.
sign-means-unusual-volume = Op één dag is veel meer gezocht dan deze persoon anders doet.
sign-means-vague-justification = De motivering zegt niet waarom het nodig was.
sign-means-copied-justification = Dezelfde woorden voor veel verschillende kentekens of berichten.
sign-means-withdrawn-after-search = Een signalering is geplaatst, door dezelfde organisatie doorzocht en vlak daarna ingetrokken.
sign-means-own-alert = De opsteller bleef de eigen signalering opzoeken zonder te zeggen dat het een eigen bericht was.
sign-means-near-limit = De organisatie gebruikte bijna alles wat haar per minuut is toegestaan, of kwam erboven.
sign-means-refusals-in-a-row = Dezelfde persoon kreeg de ene weigering na de andere. Het kan onkunde zijn, of proberen.

## measured
measured-repeated-target = Zocht of opende { $times } keer hetzelfde, op { $days } of meer dagen. Vanaf { $raises } keer op { $raises_days } dagen binnen zeven dagen is dit een signaal.
measured-unusual-hours = Zocht of opende op één dag { $times } keer iets op uren waarop dat op { $days } eerdere dagen nooit gebeurde, ook niet binnen { $around_hours } uur ervan. Op die dagen was het samen { $earlier } keer. Vanaf { $raises } keer is dit een signaal.
measured-unusual-volume = Zocht of opende op één dag { $times } keer iets. Op { $days } eerdere dagen was dat gemiddeld { $average } keer, en op de drukste dag { $busiest } keer.
measured-vague-justification = Gaf { $times } keer een motivering met minder dan { $words } woorden die iets zeggen. Vanaf { $raises } keer binnen zeven dagen is dit een signaal.
measured-copied-justification = Gaf { $times } keer dezelfde motivering, voor { $targets } of meer verschillende kentekens of berichten. Vanaf { $raises } verschillende binnen zeven dagen is dit een signaal.
measured-withdrawn-after-search = Trok een signalering in na { $stood_minutes ->
    [one] 1 minuut
   *[other] { $stood_minutes } minuten
    }, { $after_minutes ->
    [one] 1 minuut
   *[other] { $after_minutes } minuten
    } nadat de eigen organisatie het kenteken opzocht. Tot { $raises_minutes } minuten na de zoekvraag en { $raises_hours } uur na het plaatsen is dit een signaal.
measured-own-alert = Zocht of opende { $times } keer het kenteken van een eigen signalering met een andere reden dan “Eigen bericht controleren”. Vanaf { $raises } keer binnen zeven dagen is dit een signaal.
measured-near-limit = Gebruikte in { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
    } van één dag { $percent } % of meer van de grens van { $limit } per minuut voor { $meter ->
    [submissions] sturen
    [searches] zoeken en openen
    [deliveries] ophalen
   *[administration] beheren
    }, en werd { $refused } keer geweigerd boven de grens{ $suppressed ->
    [0] {""}
   *[other] , en nog { $suppressed } keer zonder eigen regel in het logboek
    }. Vanaf { $raises } minuten of één weigering is dit een signaal.
measured-refusals-in-a-row = Werd { $times } keer achter elkaar geweigerd. Vanaf { $raises } keer is dit een signaal.

## deed
deed-record-submit = bericht verstuurd
deed-record-repeat = bericht nogmaals verstuurd
deed-record-open = bericht geopend
deed-record-search = gezocht in berichten
deed-feed-follow = live meegekeken
deed-follow-up-read = opvolging bekeken
deed-alerts-read = signaleringen opgehaald
deed-delivery-acknowledge = ontvangst bevestigd
deed-grant-propose = verstrekkingsbesluit voorgesteld
deed-grant-accept = verstrekkingsbesluit aanvaard
deed-grant-revoke = verstrekkingsbesluit ingetrokken
deed-grant-read = verstrekkingsbesluiten bekeken
deed-partner-admit = organisatie toegelaten of gewijzigd
deed-partner-standing = status van een organisatie gewijzigd
deed-grant-preview = bekeken wie iets zou ontvangen
deed-partner-read = organisaties bekeken
deed-person-register = persoon geregistreerd of gewijzigd
deed-person-standing = status van een persoon gewijzigd
deed-person-read = personen bekeken
deed-certificate-register = certificaat geregistreerd
deed-certificate-withdraw = certificaat ingetrokken
deed-certificate-read = certificaten bekeken
deed-key-register = sleutel geregistreerd
deed-key-withdraw = sleutel ingetrokken
deed-key-read = sleutels bekeken
deed-key-request = sleutel voor een apparaat gevraagd
deed-key-requests = aanvragen van apparaten bekeken
deed-key-approve = sleutel van een apparaat goedgekeurd
deed-key-refuse = sleutel van een apparaat geweigerd
deed-signer-read = sleutel van een ondertekenaar opgevraagd
deed-self-read = eigen registratie bekeken
deed-audit-search = gezocht in het logboek
deed-audit-open = logregel geopend
deed-audit-bundle = bewijsbundel gemaakt
deed-audit-flags = signalen van misbruik gezocht
deed-audit-overview = overzicht gemaakt
deed-audit-subject = verslag voor een burger gemaakt
deed-audit-sample = steekproef getrokken of bekeken
deed-audit-review = logregel beoordeeld
deed-audit-recalls = intrekkingen bekeken
deed-audit-witnesses = getuigen van het logboek bekeken
deed-record-hold = bericht in bewaring genomen
deed-record-release = bewaring beëindigd
deed-record-erase = bericht vóór de tijd gewist
deed-audit-close = controle van een maand afgesloten
deed-retention-erase = gewist na de bewaartermijn
deed-retention-reseal = opnieuw versleuteld
deed-exchange-open = centrale gestart
deed-exchange-heartbeat = teken van leven
deed-log-continue = logboek voortgezet
deed-evidence-read = bewijs opgehaald
deed-console-open = pagina geopend
deed-contract-read = afspraken opgehaald

## field
field-time = Tijd
field-operation = Soort verwerking
field-action = Handeling
field-partner = Organisatie
field-person = Persoon
field-certificate = Certificaat
field-records = Berichten
field-purpose = Doel
field-grant = Verstrekkingsbesluit
field-case = Zaak
field-reason = Reden
field-justification = Motivering
field-asked = Gevraagd
field-given = Gegeven
field-recipients = Ontvangers
field-request-id = Nummer van de aanvraag
field-trace-id = Spoor
field-policy-version = Versie van de regels
field-record-sha256 = SHA-256 van het bericht
field-refusal = Geweigerd
field-pointer = Veld
field-asserted-by = Namens, volgens systeem
field-use-code = Gebruik
field-subject = Betreft
field-detail = Bijzonderheden
field-suppressed = Niet apart vastgelegd
field-previous-root = Vorige wortel
field-build = Versie van de centrale
field-exchange = Centrale
field-trace-parent = Spoor van de vrager

## asked
asked-plate = kenteken
asked-record = bericht
asked-partner = organisatie
asked-person = persoon
asked-purpose = doel
asked-grant = besluit
asked-case = zaak
asked-operation = verwerking
asked-action = handeling
asked-from = vanaf
asked-to = tot
asked-types = soort
asked-type = soort
asked-status = echt of oefening
asked-area = gebied
asked-answers-to = antwoord op
asked-seed = bron
asked-size = aantal
asked-year = jaar
asked-month = maand
asked-open = alleen open
asked-records = met berichten
asked-withhold = achtergehouden velden
asked-population = alle nummers
asked-recount = nageteld
