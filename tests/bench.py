"""`make bench`: how long the doors take on many stories, and an import; figures, never assertions."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, text

from geostories.domain.transaction import Scope, transaction
from tests.bench_import import print_import_figures
from tests.bench_photos import print_photo_figures
from tests.conftest import Server, make_settings, opened
from tests.factories.municipality import make_municipality

STORIES = int(os.environ.get("GEOSTORIES_BENCH_STORIES", "100000"))
ROUNDS = 25
NAME = "bench_stories"

FILL = text("""
    INSERT INTO story (id, municipality_id, owner_id, status, revision, is_example, created_at,
                       published_at, title, body, category, voice, author_label, place_label,
                       happened_precision, happened_from, happened_to, happened_text, precision,
                       public_geom, thanks_count, comment_count, is_guest, language, licence)
    SELECT gen_random_uuid(), :municipality_id, gen_random_uuid(), 'published', 1, true, now(),
           now() - n * interval '1 minute', 'Minne nummer ' || n,
           'En lång berättelse om ' || (ARRAY['isen','skogen','tåget','bryggan','kaffet'])[1 + n % 5]
             || repeat(' och sedan gick vi hem över åsen', 20)
             || CASE WHEN n % 500 = 0 THEN ' förbi kvarnruinen' ELSE '' END,
           (ARRAY['memory','history','wildlife'])[1 + n % 3],
           CASE WHEN n % 50 = 0 THEN 'association' ELSE 'resident' END, 'Någon', 'Där',
           'year', date '1900-01-01' + n % 120 * 365, date '1900-12-31' + n % 120 * 365, '', 'exact',
           ST_SetSRID(ST_MakePoint(16.0 + random() * 0.6, 58.8 + random() * 0.4), 4326),
           n % 97, 0, false, 'sv', 'all_rights'
    FROM generate_series(1, :stories) AS n""")

BOX = "bbox=16.15,58.95,16.25,59.05"
DOORS = {
    "list page": "/katrineholm/berattelser/",
    "list page in a box": f"/katrineholm/berattelser/?{BOX}",
    "API, 100 items in a box": f"/api/v1/collections/stories/items?{BOX}&limit=100",
    "API, search in a box": f"/api/v1/collections/stories/items?{BOX}&limit=100&q=isen",
    "API, search everywhere": "/api/v1/collections/stories/items?limit=20&q=bryggan",
    "list, few hits": "/katrineholm/berattelser/?q=ruin",
    "list, misspelled": "/katrineholm/berattelser/?q=kvarnruienn",
    "list, no hit and ways out": "/katrineholm/berattelser/?q=vattenfall&rost=association",
    "list, the 1960s by associations": "/katrineholm/berattelser/?fran=1960&till=1969&rost=association",
    "list, nearest within 5 km": "/katrineholm/berattelser/?punkt=16.2,59.0&inom=5",
    "list, oldest event first": "/katrineholm/berattelser/?ordning=oldest_event",
    "list, most thanked first": "/katrineholm/berattelser/?ordning=most_thanked",
    "map page": "/katrineholm/",
}
FLOOR = text("""
    SELECT count(*) FROM story WHERE status = 'published'
    AND ST_Intersects(public_geom, ST_MakeEnvelope(16.15, 58.95, 16.25, 59.05, 4326))""")


def median_ms(action: Callable[[], object]) -> float:
    """The median of several calls after one that is not counted."""
    action()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        action()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def count_in_box(engine: Engine) -> object:
    """The database alone, with the owner's rights: the floor."""
    with engine.connect() as connection:
        return connection.execute(FLOOR).scalar()


def main() -> None:
    """Fill, time, print."""
    server = Server()
    server.clone(NAME, of="template1")
    with (
        tempfile.TemporaryDirectory() as home,
        opened(make_settings(Path(home), server.url(NAME))) as app,
    ):
        owner = app.extensions["database"].owner_engine
        with app.test_request_context():
            app.extensions["alembic"].upgrade()
        with transaction(Scope.operator()) as session:
            municipality_id = make_municipality(session, slug="katrineholm").id
        with owner.begin() as connection:
            connection.execute(FILL, {"municipality_id": municipality_id, "stories": STORIES})
        with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE story"))
        floor = median_ms(lambda: count_in_box(owner))
        print(f"{STORIES} stories; medians of {ROUNDS} calls in this process, no network")
        print(f"{'count in a box, SQL alone':32} {floor:8.1f} ms   1.0")
        client = app.test_client()
        for name, path in DOORS.items():
            taken = median_ms(lambda path=path: client.get(path))  # type: ignore[misc]
            print(f"{name:32} {taken:8.1f} ms {taken / floor:5.1f}")
        print_import_figures(app, home=Path(home))
        print_photo_figures()
    server.drop(NAME)


if __name__ == "__main__":
    main()
