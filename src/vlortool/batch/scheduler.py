"""The way to a Dask cluster: its scheduler's address, and who answers there."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vlortool.errors import WorkerError

if TYPE_CHECKING:
    from distributed import Client

_SECONDS = 5.0
# Somewhat more: who does not answer at all is told from who answers something else.
_KNOCK_SECONDS = 6.0
_LAST_MOMENTS = 0.5
_SETTINGS = {
    # A scheduler that is gone shall be missed in seconds.
    "distributed.comm.timeouts.connect": _SECONDS,
    # Documents are big, and meant to be sent.
    "distributed.admin.large-graph-warning-threshold": "1 GB",
}


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """Connect to a cluster for a while.

    Args:
        address: Of its scheduler. Certificates for `tls://` are those of Dask's settings.

    Raises:
        WorkerError: The extra is not installed, or no Dask scheduler answers at the address.
    """
    try:
        import dask  # noqa: PLC0415 - an extra
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise WorkerError(
            "--cluster needs Dask distributed",
            "Install it: pip install 'vlortool[cluster]', or '.[cluster]' in a clone",
        ) from error
    with dask.config.set(_SETTINGS), _silence():
        try:
            asyncio.run(_knock(address))
            client = Client(address, timeout=_SECONDS, set_as_default=False, name="vlortool")
        # Whatever answers there may be something else, and what Dask makes of that is anything.
        except Exception as error:
            raise WorkerError(_wrong(address, error), _remedy(address)) from error
        try:
            yield client
        finally:
            with contextlib.suppress(Exception):
                client.close(timeout=_LAST_MOMENTS)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep Dask from telling on the terminal, with traces, what is told as one error."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


async def _knock(address: str) -> None:
    """See who answers: a client would wait for good for the first words of another program."""
    from distributed.comm import connect  # noqa: PLC0415 - an extra
    from distributed.security import Security  # noqa: PLC0415 - an extra

    async with asyncio.timeout(_KNOCK_SECONDS):
        door = await connect(address, _SECONDS, **Security().get_connection_args("client"))
    door.abort()


def _wrong(address: str, error: Exception) -> str:
    if isinstance(error, ValueError | TypeError):
        return f"{address}: can't be used as the address of a Dask scheduler ({error})"
    if isinstance(error, TimeoutError) or not isinstance(error, OSError):
        return f"{address}: what answers there is no Dask scheduler"
    return f"{address}: no Dask scheduler answers there ({_cause(error)})"


def _cause(error: BaseException) -> str:
    """Return the words of the first error, which says most, if it has any."""
    deeper = _cause(error.__cause__) if error.__cause__ is not None else ""
    return deeper or str(error)


def _remedy(address: str) -> str:
    if address.startswith("tls:"):
        return "Check that it runs, and that Dask's settings name your certificates"
    return "Start one with `dask scheduler`, and give the address that it shows: tcp://host:8786"


def not_installed(worker: str, error: ImportError) -> WorkerError:
    """Return the error of a worker without our package, or without one that it needs."""
    return WorkerError(
        f"The cluster's worker {worker} lacks a package ({error})",
        "Install vlortool there, in the version that is installed here",
    )
