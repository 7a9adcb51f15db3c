"""Gold against output: precision, recall and F1, with n."""
