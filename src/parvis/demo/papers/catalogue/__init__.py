"""The papers of each organisation, one module each."""
