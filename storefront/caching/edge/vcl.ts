/**
 * The edge stands for a CDN: it obeys the origin's lifetimes, which come in a header of their own, and forgets by tag (vmod xkey),
 * or marks as stale. With `x-unprotected` it neither lets readers of one missing page wait for one fetch, nor serves a page in
 * its grace: what a plain cache would do. With `x-bypass` it is not there.
 */
export const edgeVcl = (originPorts: readonly number[]): string => `vcl 4.1;

import directors;
import std;
import xkey;

${originPorts
  .map(
    (port, index) => `backend origin${index} {
  .host = "127.0.0.1";
  .port = "${port}";
  .connect_timeout = 0.5s;
  .first_byte_timeout = 8s;
}`,
  )
  .join("\n")}

acl house { "127.0.0.1"; }

sub vcl_init {
  new origins = directors.round_robin();
${originPorts.map((_, index) => `  origins.add_backend(origin${index});`).join("\n")}
}

sub vcl_recv {
  set req.backend_hint = origins.backend();
  if (req.method == "PURGE") {
    if (client.ip !~ house) { return (synth(405)); }
    if (req.http.xkey-purge) {
      set req.http.x-purged = xkey.purge(req.http.xkey-purge);
      return (synth(200, "Purged " + req.http.x-purged));
    }
    if (req.http.xkey-softpurge) {
      set req.http.x-purged = xkey.softpurge(req.http.xkey-softpurge);
      return (synth(200, "Marked " + req.http.x-purged));
    }
    ban("obj.status != 0");
    return (synth(200, "Purged"));
  }
  unset req.http.cookie;
  if (req.http.x-unprotected) {
    set req.hash_ignore_busy = true;
    set req.grace = 0s;
  }
  if (req.method != "GET" || req.url ~ "^/stock/" || req.http.x-bypass) { return (pass); }
  return (hash);
}

sub vcl_backend_response {
  set beresp.keep = 0s;
  set beresp.ttl = std.duration(beresp.http.x-edge-lifetime, 0s);
  set beresp.grace = std.duration(beresp.http.x-edge-grace, 0s);
  unset beresp.http.x-edge-lifetime;
  unset beresp.http.x-edge-grace;
  if (beresp.status >= 500) {
    set beresp.uncacheable = true;
    set beresp.ttl = 0s;
  }
}

sub vcl_deliver {
  unset resp.http.xkey;
  if (obj.uncacheable) {
    set resp.http.x-edge = "pass";
  } elsif (obj.hits > 0 && obj.ttl < 0s) {
    set resp.http.x-edge = "stale";
  } elsif (obj.hits > 0) {
    set resp.http.x-edge = "hit";
  } else {
    set resp.http.x-edge = "miss";
  }
}
`;
