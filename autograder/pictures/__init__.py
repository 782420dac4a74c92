"""Drawings that several lessons share."""
