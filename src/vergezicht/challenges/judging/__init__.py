"""What figures and actions say of a challenge: targets by rule, evidence that is frozen, checks, the final account."""
