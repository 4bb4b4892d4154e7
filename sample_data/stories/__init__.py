"""The stories of the sample company, one for each agent: what its files say, written by hand or drawn with a seed."""
