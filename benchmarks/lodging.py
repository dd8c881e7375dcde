"""
What lodging through the API costs, beside the floors of the same stack, in one run.

usage: lodging.py [FLOORS]     FLOORS: the folder with floors/floor_app.py and lib/common.py (default ../shared/bench)

Needs wrk and Debian's postgresql. The floors need asyncpg in the Python that BENCH_PYTHON names (default: this one).
BENCH_ROUNDS and BENCH_SECONDS set the length. Each configuration runs once a round, rounds interleave; the median is
printed. CPU per request is the server's and PostgreSQL's together: compare it first, ratios only inside one run.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "bench"
if not (FLOORS / "lib" / "common.py").exists() or shutil.which("wrk") is None:
    print(__doc__)
    sys.exit(2)
sys.path[:0] = [str(ROOT), str(FLOORS / "lib")]

import common  # noqa: E402 - found through the argument

from complaints.actions.adopt import adopt  # noqa: E402
from complaints.app.boundary import open_application  # noqa: E402
from complaints.app.migrate import upgrade  # noqa: E402
from complaints.app.settings import Settings  # noqa: E402
from complaints.domain.access import SYSTEM  # noqa: E402
from standards.packs import read_pack  # noqa: E402

PYTHON = os.environ.get("BENCH_PYTHON", sys.executable)
STORY = (
    "The bins on our street have not been collected for three weeks and nobody answers the telephone. "
    "Please tell me when they will come."
)
FLOOR_BODY = json.dumps({"title": "Bin not collected", "body": STORY, "dept": 3, "email": "a@example.org"})
OUR_BODY = json.dumps(
    {"kind": "complaint", "narrative": STORY, "service": "bin_collection", "contact": {"email": "a@example.org"}}
)
CONNECTIONS = 16


def post(body: str, *, keyed: bool = False) -> str:
    """Return wrk's script; with *keyed* each request has an Idempotency-Key of its own."""
    each = (
        "local n=0; local salt=tostring(os.time())..tostring({})\nrequest=function() n=n+1; "
        'wrk.headers["Idempotency-Key"]=salt..n; return wrk.format() end\n'
    )
    return f'wrk.method="POST"; wrk.headers["Content-Type"]="application/json"; wrk.body=[[{body}]]\n' + (
        each if keyed else ""
    )


def floor(url: str, **env: str) -> common.Server:
    """Return the floor application on *url*."""
    port = common.free_port()
    app = FLOORS / "floors"
    command = [PYTHON, "-m", "uvicorn", "floor_app:app", "--host", "127.0.0.1", "--port", port, "--no-access-log",
               "--log-level", "warning", "--app-dir", app]  # fmt: skip
    return common.Server(command, port, env={"FLOOR_DB": url, "PYTHONPATH": str(app), **env}, cwd=app, ready="/nothing")


def floor_tables(url: str) -> None:
    """Make the floor application's tables."""
    code = (
        "import asyncio, floor_app as f\nasync def m():\n async with f.engine.begin() as c:"
        " await c.run_sync(f.Base.metadata.create_all)\nasyncio.run(m())"
    )
    app = FLOORS / "floors"
    env = {**os.environ, "FLOOR_DB": url, "PYTHONPATH": str(app)}
    subprocess.run([PYTHON, "-c", code], check=True, env=env, cwd=app)


def ours(url: str, folder: Path, *, background: bool) -> common.Server:
    """Return our own server on *url*; without *background* a worker elsewhere would do what is due."""
    port = common.free_port()
    env = {
        "REDRESS_DATA": str(folder), "REDRESS_DATABASE_URL": url, "REDRESS_PORT": str(port),
        "REDRESS_BACKGROUND": "true" if background else "false",
    }  # fmt: skip
    return common.Server([sys.executable, "-m", "complaints", "serve"], port, env=env, cwd=ROOT, ready="/health")


def our_tables(url: str, folder: Path) -> None:
    """Migrate and adopt the demonstration charter."""
    settings = Settings(data=folder, database_url=url)
    upgrade(settings.database)

    async def adopted() -> None:
        application = open_application(settings)
        async with application.work(SYSTEM) as work:
            await adopt(work, read_pack("calder_bay"))
        await application.close()

    asyncio.run(adopted())


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="redress-lodging-"))
    common.pg_start()
    for name in ("lodging_floor", "lodging_ours"):
        common.pg_db(name)
    postgresql = {name: common.pg_dsn(name) for name in ("lodging_floor", "lodging_ours")}
    floor_pg = postgresql["lodging_floor"].replace("postgresql://", "postgresql+asyncpg://")
    our_pg = postgresql["lodging_ours"].replace("postgresql://", "postgresql+psycopg://")
    floor_lite, our_lite = f"sqlite+aiosqlite:///{folder}/floor.db", f"sqlite+aiosqlite:///{folder}/ours.db"
    for url in (floor_pg, floor_lite):
        floor_tables(url)
    for url in (our_pg, our_lite):
        our_tables(url, folder / "data")

    lite = {"FLOOR_SYNC": "FULL", "FLOOR_POOL": "1"}
    plain, keyed = post(FLOOR_BODY), post(OUR_BODY, keyed=True)
    runs = {
        "PostgreSQL: ORM floor": (lambda: floor(floor_pg), "/cases", plain),
        "PostgreSQL: Core floor, built once": (lambda: floor(floor_pg), "/cases-pre", plain),
        "PostgreSQL: Redress": (lambda: ours(our_pg, folder / "data", background=False), "/api/v1/cases", keyed),
        "PostgreSQL: Redress, doing the later work too": (
            lambda: ours(our_pg, folder / "data", background=True),
            "/api/v1/cases",
            keyed,
        ),
        "SQLite: ORM floor, one writer, full sync": (lambda: floor(floor_lite, **lite), "/cases", plain),
        "SQLite: Redress": (lambda: ours(our_lite, folder / "data", background=False), "/api/v1/cases", keyed),
    }
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in runs}
    for number in range(common.ROUNDS):
        common.log(f"round {number + 1} of {common.ROUNDS}, calibration {common.calibrate():.2f} s")
        for name, (start, path, script) in runs.items():
            with start() as server:
                rounds[name].append(common.load(server, path, script, CONNECTIONS))
    report({name: common.summarise(measured) for name, measured in rounds.items()})
    shutil.rmtree(folder, ignore_errors=True)


def report(results: dict[str, dict[str, float]]) -> None:
    """Print a line a configuration; the ratio is of CPU to the ORM floor on the same database."""
    print(
        f"\n{'':48} {'CPU ms':>7} {'server':>7} {'PG':>6} {'x ORM':>6} {'req/s':>7} {'p50':>6} {'p99 ms':>7} {'bad':>4}"
    )
    for name, found in results.items():
        cpu = found["srv_ms"] + found["pg_ms"]
        base = next(
            one for key, one in results.items() if "ORM floor" in key and key.split(":")[0] == name.split(":")[0]
        )
        ratio = cpu / (base["srv_ms"] + base["pg_ms"])
        print(
            f"{name:48} {cpu:7.2f} {found['srv_ms']:7.2f} {found['pg_ms']:6.2f} {ratio:6.2f}"
            f" {found['rps']:7.0f} {found['p50']:6.1f} {found['p99']:7.1f} {int(found['bad'] + found['err']):4}"
        )
    common.save("redress_lodging", results)


if __name__ == "__main__":
    main()
