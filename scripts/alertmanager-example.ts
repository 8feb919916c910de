/**
 * An example of routes for the alerts that the rules raise: one page for all windows of an SLO, tickets apart, the ticket silent while
 * its page fires, and the decision in each message. Receivers are webhooks, so that it is valid as it stands.
 */
export const alertmanagerExample =
  (): string => `# Routes for the alerts of Plumbline's rules: an example. amtool check-config reads it.
global:
  resolve_timeout: 10m
route:
  receiver: tickets
  # One message for an SLO, whichever of its windows burn.
  group_by: [slo, service, severity]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 12h
  routes:
    - matchers: [severity="page", service="shop"]
      receiver: page-shop
      repeat_interval: 2h
    - matchers: [severity="page"]
      receiver: page-platform
      repeat_interval: 2h
    - matchers: [severity="ticket"]
      receiver: tickets
inhibit_rules:
  # Who was paged needs no ticket for the same budget.
  - source_matchers: [alertname="SloBudgetBurnsFast", severity="page"]
    target_matchers: [alertname="SloBudgetBurnsSlowly"]
    equal: [slo]
receivers:
  # A webhook is sent every annotation: adr_url, decision, budget, runbook_url, dashboard_url.
  - name: tickets
    webhook_configs:
      - url: https://tickets.example/hook
  - name: page-platform
    webhook_configs:
      - url: https://pager.example/platform
  # A chat shows what its text names. Here the decision and the budget stand beside the summary.
  - name: page-shop
    slack_configs:
      - api_url: https://chat.example/services/shop
        channel: "#shop-oncall"
        title: "{{ .CommonLabels.service }}: {{ (index .Alerts 0).Annotations.summary }}"
        title_link: "{{ (index .Alerts 0).Annotations.dashboard_url }}"
        text: |-
          {{ range .Alerts }}{{ .Annotations.description }}
          Budget: {{ .Annotations.budget }}
          Decision: {{ .Annotations.decision }} {{ .Annotations.adr_url }}
          Runbook: {{ .Annotations.runbook_url }}
          {{ end }}
`;
