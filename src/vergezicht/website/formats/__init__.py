"""How dates are typed, where Django has it otherwise for a language."""
