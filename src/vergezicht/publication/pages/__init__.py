"""What the pages of readers share: depths, subjects, structured data, embedding, other orders of reading."""
