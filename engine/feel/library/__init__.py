"""The built-in functions of FEEL (DMN 1.5 §10.3.4), all of them values that can be passed on."""
