"""From records to text for people (Dutch labels) and for machines; cli decides where it goes."""
