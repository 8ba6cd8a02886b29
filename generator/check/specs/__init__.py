"""Checks of whole specs: of alerts, SLOs and what stands between them, one file each."""
