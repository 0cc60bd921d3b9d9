"""What the demo's people write. Swedish, since it is what was written, not part of the interface."""

NOTES = (
    "Bor hos en kusin till slutet av månaden. Vill veta vilka köer som finns utanför Stockholm.",
    "Har stått i kö sedan 2019, avgiften obetald i år. Betalade på plats med hjälp.",
    "Andrahandskontraktet löper ut om sex veckor. Gick igenom lediga lägenheter tillsammans.",
    "Hyresskuld på två månader, hyresvärden har skickat varning. Ring budget- och skuldrådgivningen.",
    "Kan tänka sig att flytta till Eskilstuna, syster bor där. Får kontaktuppgifter till två hyresvärdar.",
    "Visning i Katrineholm på torsdag. Behöver hjälp med resan.",
    "Fyllde i ansökan om bostadsbidrag. Återkommer med lönespecifikation.",
    "Har fått erbjudande om inneboende. Kontraktet kontrollerat, det ser bra ut.",
    "Vill ha information om förtur. Uppfyller inte kraven i dag, gick igenom vad som krävs.",
    "Kronofogden: två skulder, betalar 100 kr i månaden sedan i våras.",
    "Ny i stadsdelen, inget kontrakt. Första mötet: kartläggning och information om bostadsmarknaden.",
)
NOTES_ON_CHILDREN = (
    "Tredje skolbytet på ett år. Prioriterar en lösning som håller.",
    "Söker nu två rum och kök i grannkommunerna, helst nära mormor.",
)
REASON_CHILDREN = "Barnfamilj utan tak över huvudet. Andra möjligheter är prövade."
REASONS_APPROVED = (
    "Akut bostadslös, har sökt eget boende aktivt och saknar nätverk som kan hjälpa till.",
    "Väntar på inflyttning i annan kommun inom två månader.",
)
REASONS_REJECTED = (
    "Kan bo kvar hos anhörig tills vidare.",
    "Har egen inkomst som räcker till ett tillfälligt boende på egen hand.",
)
JOURNAL = (
    "Vi gick igenom planen. Har sökt fem lägenheter sedan sist, två i Katrineholm och tre i Eskilstuna.",
    "Ringde om visningen på torsdag. Har ordnat barnvakt och vet vilka papper som ska med.",
    "Gick igenom skuldöversikten från Kronofogden. Två skulder. Börjar betala 100 kronor i månaden.",
    "Köavgiften är betald. Vi loggade in tillsammans och kontrollerade att kötiden finns kvar.",
    "Samtal om vad en flytt skulle betyda för skolan. Vill se kommunen innan beslut.",
    "Är orolig för att behöva lämna boendet. Vi bestämde vad som ska göras den här veckan, och av vem.",
)
CONSULTATION = (
    "Handläggaren ringde om hyresskulden. Råd: kontakta hyresvärden i dag, avbetalningsplan före "
    "månadsskiftet, tid hos budget- och skuldrådgivningen."
)
PHRASES = (
    (
        "Köer",
        "Vi gick igenom köerna i och utanför Stockholm, och varför avgiften ska betalas i tid.",
    ),
    ("Flytt", "Vi talade om möjligheten att flytta till en annan kommun och vad det skulle betyda."),
    ("Ekonomi", "Vi gick igenom inkomster, utgifter och skulder, och vad som måste betalas först."),
    ("Rätten att ansöka", "Informerade om rätten att ansöka om bistånd och att få ett skriftligt beslut."),
    ("Nästa gång", "Nästa steg: \nNästa kontakt: "),
)
WANTS = (
    "Ett eget kontrakt, gärna nära skolan. Kan tänka sig en annan kommun om det finns arbete där.",
    "Lugn och ro för barnen och att slippa flytta igen.",
    "En liten lägenhet med en hyra som går att betala på egen lön.",
)
NETWORKS = (
    "En syster i Eskilstuna som kan hjälpa till vid en flytt.",
    "Ingen familj i Sverige. Vänner från kursen i svenska.",
    "Mor i stadsdelen, men hon är trångbodd.",
)
