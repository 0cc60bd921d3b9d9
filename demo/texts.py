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
