# A webhook: made, tried out, received, and its message checked.
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

from hydro_mrv import HydroGateway, verify_webhook
from hydro_mrv.models import WebhookRequest

url = os.environ["HYDRO_HOOK_URL"]
gateway = HydroGateway(os.environ["HYDRO_URL"], api_key=os.environ["HYDRO_API_KEY"])
hook = gateway.webhooks.create_webhook(body=WebhookRequest(url=url, types=["record.rejected"]))


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        # The body as it came: parsed and written again, its signature would not hold.
        body = self.rfile.read(int(self.headers["content-length"]))
        event = verify_webhook(dict(self.headers), body, hook.secret)
        self.send_response(204)
        self.end_headers()
        print("verified:", event["type"], event["timestamp"])


at = urlsplit(url)
with HTTPServer((at.hostname or "", at.port or 80), Receiver) as server:
    gateway.webhooks.test_webhook(endpoint_id=hook.endpoint_id)
    server.handle_request()
gateway.close()
