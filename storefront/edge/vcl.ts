/**
 * The edge stands for a CDN: it obeys the origin's cache-control (s-maxage is its lifetime, stale-while-revalidate its
 * grace), so that a change of policy at the origin reaches it without a reload, and its series keep their labels.
 */
export function edgeVcl(originPort: number): string {
  return `vcl 4.1;

backend origin {
  .host = "127.0.0.1";
  .port = "${originPort}";
  .connect_timeout = 1s;
  .first_byte_timeout = 15s;
}

acl house { "127.0.0.1"; }

sub vcl_recv {
  if (req.method == "PURGE") {
    if (client.ip !~ house) { return (synth(405)); }
    ban("obj.status != 0");
    return (synth(200, "Purged"));
  }
  unset req.http.cookie;
  if (req.url ~ "^/stock/") { return (pass); }
  return (hash);
}

sub vcl_backend_response {
  set beresp.keep = 0s;
  if (beresp.status >= 500) {
    set beresp.uncacheable = true;
    set beresp.ttl = 0s;
  }
}
`;
}
