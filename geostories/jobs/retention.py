"""Once a night: what the rules in force have come due for goes."""

from __future__ import annotations

from geostories.domain import erasing, retention
from geostories.domain.transaction import Scope, reading, transaction
from geostories.integrations.files import FileStore
from geostories.queries.retention import list_rules


def dispose_due(store: FileStore) -> dict[str, int]:
    """Run every rule to its end, a few hundred records at a time; answers how many went, by rule."""
    with reading(Scope.operator()) as session:
        rules = {rule.id: rule.code for rule in list_rules(session, only_in_force=True)}
    gone: dict[str, int] = {}
    for rule_id, code in rules.items():
        while True:
            with transaction(Scope.operator()) as session:
                count, files = retention.dispose(session, rule_id=rule_id)
            erasing.remove_files(store, files)
            gone[code] = gone.get(code, 0) + count
            if count < retention.AT_ONCE:
                break
    return gone
