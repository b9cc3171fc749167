"""The Gradio chat page: a client of our own HTTP API, mounted at `/`."""

from ecreco.ui.chat.page import mount_chat

__all__ = ["mount_chat"]
