// Lets nanotime be declared without a body.
