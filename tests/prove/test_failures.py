"""What promtool says of checks that fail is read; the formats are held by the tests beside."""

from generator.prove.failures import Failed, failed_checks

TEXT = """\
Unit Testing:  t.yml

  FAILED:
    alertname: A, time: 15m,SPACE
        exp:[
            0:
              Labels:{alertname="A", job="b", x="1"}
              Annotations:{s="a"}
            ],SPACE
        got:[]
    expr: "count by (job, alertstate) (ALERTS{alertname=\\"A\\"})", time: 15m30s,
        exp: nil
        got: {alertstate="firing", job="a"} 1E+00
    name: second,
    alertname: A, time: 15m,SPACE
        exp:[],SPACE
        got:[
            0:
              Labels:{alertname="A", job="a", x="1"}
              Annotations:{s="it \\"is\\" 5"}
            ]
""".replace("SPACE", " ")  # promtool ends these lines so


def test_checks_that_fail_are_read() -> None:
    query = 'count by (job, alertstate) (ALERTS{alertname="A"})'
    expected = '[ 0: Labels:{alertname="A", job="b", x="1"} Annotations:{s="a"} ]'
    got = '[ 0: Labels:{alertname="A", job="a", x="1"} Annotations:{s="it \\"is\\" 5"} ]'
    assert failed_checks("t.yml", TEXT) == (
        Failed("t.yml", "alertname", "A", "15m", expected, "nothing"),
        Failed("t.yml", "expr", query, "15m30s", "nothing", '{alertstate="firing", job="a"} 1E+00'),
        Failed("t.yml", "alertname", "A", "15m", "nothing", got),
    )


def test_other_faults_name_no_check() -> None:
    assert failed_checks("t.yml", "  FAILED:\n1:6: parse error: unexpected identifier") == ()
