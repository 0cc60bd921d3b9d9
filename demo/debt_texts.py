"""What the demo's adviser writes, and the fictional creditors. Swedish: it is what was written."""

from debtadvice.enums import Condition, DebtKind, TableKind

INCOME_CODES = ("salary", "child_allowance", "housing_allowance")
# (creditor, kind, from and to in kronor, interest a year in per cent)
DEBTS = [
    ("Lönnens Bostäder", DebtKind.RENT, 5200, 19000, 0),
    ("Kronofogden", DebtKind.STATE, 1200, 9000, 0),
    ("Snabbkassan", DebtKind.CREDIT, 6000, 24000, 21),
    ("Nordkredit Kort", DebtKind.CARD, 9000, 38000, 18),
    ("Mälarnät El", DebtKind.BILL, 900, 5200, 8),
    ("Telebolaget Viken", DebtKind.BILL, 400, 3600, 8),
    ("Inkasso Viken", DebtKind.ENFORCED, 3000, 14000, 10),
    ("Försäkringskassan, underhållsstöd", DebtKind.ALIMONY, 2000, 16000, 0),
]
LANDLORDS = (
    "Lönnens Bostäder",
    "Björkhagens Fastigheter",
    "Vällingby Hyreshus",
    "Familjen Åkerlunds stiftelse",
)
STREETS = ("Kirunagatan", "Jämtlandsgatan", "Ångermannagatan", "Vittangigatan", "Maltesholmsvägen")
FIRST_TALKS = (
    "Öppnar inte posten sedan i våras. Vi gick igenom en kasse brev tillsammans.",
    "Vill veta vad som händer om hyran inte kommer in i tid. Tar med skuldöversikten nästa gång.",
    "Har fått en lönehöjning och vill bli av med korten. Tog med en lista.",
    "Undrar över skuldsanering. Fick veta vilka krav som gäller.",
)
MEETINGS = (
    "Gick igenom skulderna och gjorde en budget. Ringer inkassobolaget tillsammans på torsdag.",
    "Budgeten går ihop om resorna blir billigare. Tar fram förslag till borgenärerna.",
    "Har betalat två månader enligt planen. Vill fortsätta.",
    "Söker nytt bostadsbidrag. Elavtalet är omförhandlat.",
)
REASONS = (
    "Hyresskuld på två månader och flera inkassokrav. Hushållet vill ha hjälp och vet att vi hänvisar.",
    "Skulder hindrar dem från att få eget kontrakt. Behöver en plan som håller.",
)
ANSWER = "Välkommen till mig. Ring eller kom till den öppna rådgivningen på torsdagar."
NOTICE_ACTIONS = (
    "Ringde hyresvärden: skulden betalas i två delar, den första i dag.",
    "Skickade brev till hyresgästen med tid för rådgivning och besökte porten.",
    "Nämndens chef tar ställning till om vi åtar oss betalningen.",
)
# The city of Malmö's reasonable rents of 2019, as it published them: an example of a board's own table.
TABLES = [
    (
        TableKind.RENT,
        {
            "adults_1": 6300,
            "adults_2": 6300,
            "children_1": 7625,
            "children_2": 9425,
            "children_3": 11225,
            "children_4": 13025,
            "children_5": 14825,
        },
        "Exempel: Malmö stad 2019, efter Försäkringskassans föreskrifter FKFS 2018:10",
    ),
    (TableKind.MINIMUM, {"minimum": 100}, "Rapporten 2014, Slutord"),
]
EVIDENCE = {
    Condition.LIVES_HERE: "Folkbokförd här sedan 2009",
    Condition.CANNOT_PAY: "Budgeten ger inget över, skulderna växer",
    Condition.MAPPED: "Skuldöversikt från Kronofogden och fyra kreditgivare",
}
EVIDENCE_REASONABLE = "Skulderna uppstod vid sjukdom. Har betalat vad som gått i tre år"
