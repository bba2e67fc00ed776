"""The routes of operators and of systems that act for them, by name; `operating` has their handlers."""

from __future__ import annotations

ROUTES = (
    "GET /data_connectors",
    "GET /data_connectors/{id}",
    "GET /data_connectors/{id}/execution_results",
    "GET /data_connectors/{id}/execution_results/{result}",
    "GET /simulations/{id}",
    "GET /outcomes",
    "POST /conversations/{id}/dispute",
    "GET /procedures",
    "GET /procedures/{id}",
    "PUT /procedures/{id}/draft",
    "POST /procedures/{id}/deploy",
    "POST /procedures/{id}/restore",
    "POST /procedures/{procedure_id}/trigger",
    "GET /ai/content_import_sources",
    "POST /ai/content_import_sources",
    "GET /ai/content_import_sources/{id}",
    "PUT /ai/content_import_sources/{id}",
    "DELETE /ai/content_import_sources/{id}",
    "GET /ai/external_pages",
    "POST /ai/external_pages",
    "GET /ai/external_pages/{id}",
    "PUT /ai/external_pages/{id}",
    "DELETE /ai/external_pages/{id}",
    "POST /procedures/{conversation_id}/collect_agent_input",
    "GET /handoff_mode",
    "PUT /handoff_mode",
)
"""In the order in which they are looked at."""
