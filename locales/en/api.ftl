api-idempotency-key = Send a header Idempotency-Key of 8 to 128 characters, new for each act.
api-token = The access token is not valid or has expired. Ask for a new one.
api-json = The content is not of the shape described at /api/v1/openapi.json.
api-unknown-value = The value is not among those the service offers.
api-sign-in = The name or the password is wrong.
