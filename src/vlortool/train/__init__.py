"""Training of the linear models from labelled advisories; never needed to parse."""
