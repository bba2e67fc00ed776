"""What the service tells about its own routes: `GET /openapi.json`, made of the models that check them."""
