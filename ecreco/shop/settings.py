"""Everything an operator can set, read once from the environment (`ECRECO_*`) and then frozen."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ecreco.shop.errors import OperatorError


class Settings(BaseSettings):
    """Frozen after reading, so that a change that would come too late is an error, not a surprise."""

    model_config = SettingsConfigDict(env_prefix="ECRECO_", frozen=True, extra="ignore")

    home: Path = Field(default=Path("var"), description="where shops, indexes and logs live")
    database_url: str | None = Field(
        default=None, description="postgresql+psycopg://... ; unset: SQLite in the shop's folder"
    )
    chroma_url: str | None = Field(
        default=None, description="http://host:port of a Chroma server; unset: embedded Chroma"
    )
    encoder: str | None = Field(
        default=None, description="path of a BERT encoder; unset: all-MiniLM-L6-v2 from its package"
    )
    brain: Literal["embedded", "endpoint"] = Field(default="embedded", description="what drives the conversation")
    wording: Literal["templates", "llm"] = Field(
        default="templates", description="who words answers of the embedded brain"
    )
    endpoint_url: str | None = Field(default=None, description="OpenAI-compatible base URL for brain=endpoint")
    endpoint_model: str = Field(default="default", description="model name asked of the endpoint")
    endpoint_key: str = Field(default="none", description="API key for the endpoint, if it wants one")
    endpoint_timeout: float = Field(default=20.0, description="seconds before the embedded brain takes over")
    jwt_secret: str | None = Field(default=None, description="HS256 secret with which the shop signs customer tokens")
    threads: int = Field(default=0, ge=0, description="CPU threads for the models; 0: as many as there are cores")

    @property
    def shops(self) -> Path:
        """The folder that holds one folder a shop."""
        return self.home / "shops"


def load_settings() -> Settings:
    """Read the environment. Raises OperatorError with the variable at fault."""
    try:
        return Settings()
    except ValueError as error:
        first = str(error).splitlines()
        raise OperatorError(
            "A setting could not be read: " + " ".join(line.strip() for line in first[1:3]), code="bad_setting"
        ) from error
