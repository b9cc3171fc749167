"""The HTTP door: `/v1` of the contract, health, metrics, and the pages mounted beside them."""

from ecreco.ui.http.app import create_app

__all__ = ["create_app"]
