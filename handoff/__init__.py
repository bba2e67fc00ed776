"""Fin and people: tickets out, agents' words back."""
