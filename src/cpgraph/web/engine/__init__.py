"""What evaluates queries: workers of our own (`local`), or another engine (`remote`)."""
