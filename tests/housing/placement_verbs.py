"""What each verb of placements and providers is called with."""

from decimal import Decimal

from core.clock import today
from tests.factories.events import (
    ProviderFactory,
)
from tests.factories.housing import (
    ProviderPriceFactory,
)
from tests.housing.scene import DAY, Verbs

PLACEMENTS: Verbs = {
    "add_provider": lambda s: {"name": "Hotell Syd", "kind": "hotel"},
    "annul_placement": lambda s: {"placement": s.placement(), "reason": "Fel hushåll"},
    "change_provider": lambda s: {"provider": s.borad.provider, "phone": "+4681234567"},
    "correct_placement": lambda s: {
        "placement": s.placement(),
        "changes": {"price_sek": Decimal(600)},
        "reason": "Fel pris",
    },
    "deactivate_provider": lambda s: {"provider": s.borad.provider},
    "end_placement": lambda s: {"placement": s.placement(), "last_night": today(), "end_reason": "own_home"},
    "end_price": lambda s: {"price": ProviderPriceFactory(provider=s.borad.provider), "last_day": today()},
    "extend_placement": lambda s: {"placement": s.placement(), "planned_last_night": today() + 9 * DAY},
    "move_placement": lambda s: {
        "placement": s.placement(),
        "provider": ProviderFactory(authority=s.board),
        "first_night": today(),
        "price_sek": Decimal(500),
        "price_per": "night",
    },
    "reactivate_provider": lambda s: {"provider": ProviderFactory(authority=s.board, is_active=False)},
    "reopen_placement": lambda s: {"placement": s.placement(last_night=today())},
    "reprice_placement": lambda s: {
        "placement": s.placement(),
        "from_night": today(),
        "price_sek": Decimal(700),
        "price_per": "night",
    },
    "set_price": lambda s: {
        "provider": s.borad.provider,
        "first_day": today(),
        "price_sek": Decimal(600),
        "price_per": "night",
    },
    "start_placement": lambda s: {
        "household": s.household,
        "provider": s.borad.provider,
        "first_night": today(),
        "price_sek": Decimal(585),
        "price_per": "night",
    },
}
