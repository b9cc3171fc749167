"""The command line `ecreco`. Exit status: 0 done, 1 failed with one readable line, 2 wrong usage."""

from __future__ import annotations

import logging
import os
import sys

from ecreco.shop.errors import EcrecoError


def main() -> None:
    """Run one command; no stack trace reaches a user (ECRECO_DEBUG=1 shows it to an engineer)."""
    _quiet()
    from ecreco.ui.cli.app import app

    try:
        app()
    except EcrecoError as error:
        _fail(error.message, error)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        _fail(_os_words(error), error)
    except Exception as error:  # noqa: BLE001 the last door before a stack trace
        _fail(f"Unexpected: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}", error)


def _fail(message: str, error: Exception) -> None:
    if os.environ.get("ECRECO_DEBUG"):
        logging.getLogger("ecreco").exception("failed", exc_info=error)
    print(f"ecreco: {message}", file=sys.stderr)
    sys.exit(1)


def _os_words(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{where}"


def _quiet() -> None:
    """No telemetry, no hub, no progress bars of libraries; ours are shown instead."""
    for name, value in {
        "GRADIO_ANALYTICS_ENABLED": "False",
        "ANONYMIZED_TELEMETRY": "False",
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TRANSFORMERS_VERBOSITY": "error",
        "TOKENIZERS_PARALLELISM": "false",
        "LANGSMITH_TRACING": "false",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    }.items():
        os.environ.setdefault(name, value)
