//! Known: software and firms that everybody knows, so that they are not taken for people.
//!
//! Many are called as people are: `Ruby`, `Jenkins`, `Merck`, `Porsche`. Chosen by what they are and not by any text:
//! languages, systems and tools of programmers, tools of plants, and the firms of the DAX, the Dow Jones and the Euro Stoxx 50.

/// Languages, systems, tools and products of computing, and of automation.
const SOFTWARE: &str = "Ada, Airflow, Alpine, Android, Angular, Ansible, Apache, Arch Linux, Arduino, Avro, Azure, \
    Bamboo, Bash, Bazel, Bison, Bitbucket, Blender, Bootstrap, C, C++, Calico, Cargo, Cassandra, Ceph, Chrome, \
    Clang, Clojure, Cobol, Codesys, Confluence, Consul, Crystal, Cypress, Cython, Dart, Debian, Delphi, Django, \
    Docker, Dolphin, Drupal, Eclipse, Edge, Elastic, Elixir, Emacs, Erlang, Excel, Exim, Express, Fedora, Firefox, \
    Flask, Flink, Fluentd, Flutter, Fortran, FreeBSD, GCC, GIMP, GNOME, GNU, Gentoo, Git, GitHub, GitLab, Go, \
    Gradle, Grafana, Groovy, HTML, Hadoop, Haskell, Helm, Hibernate, Hudson, Ignition, InfluxDB, Inkscape, JSON, \
    Jaeger, Java, JavaScript, Jenkins, Jetty, Jinja, Jira, Julia, Jupyter, KDE, Kafka, Keras, Keycloak, Kibana, \
    Konqueror, Kotlin, Kubernetes, LaTeX, Laravel, LibreOffice, Linux, Lisp, Lua, MATLAB, MariaDB, Maven, Mercurial, \
    Mesos, MongoDB, Mono, Mozilla, Mutt, MySQL, NGINX, NetBSD, Neo4j, Nix, Node, Node-RED, NumPy, OPC UA, Odoo, \
    OpenBSD, OpenCV, OpenSSL, OpenShift, Oracle, Outlook, PHP, Pandas, Pascal, Perl, Photoshop, Podman, Postfix, \
    PostgreSQL, PowerShell, Prolog, Prometheus, Puppet, PyTorch, Python, Qt, Quarkus, RabbitMQ, React, Redis, \
    Redmine, Ruby, Ruby on Rails, Rust, SQL, SQLite, Safari, Salesforce, Samba, Scala, Scheme, Scratch, Selenium, \
    Sentry, SharePoint, Skype, Slack, Smalltalk, Solaris, Spark, Splunk, Spring, Subversion, Swagger, Swift, \
    TIA Portal, Tcl, Teams, TensorFlow, Terraform, Thunderbird, Tomcat, TypeScript, UML, Ubuntu, Unity, Unix, \
    Vagrant, Vault, Vim, Vue, Wayland, WebGL, Windows, Wine, WinCC, Wireshark, WordPress, XML, YAML, Zabbix, Zig, \
    ZooKeeper, Zoom";

/// Firms of the DAX, the Dow Jones and the Euro Stoxx 50.
const FIRMS: &str = "AXA, Adidas, Adyen, Ahold Delhaize, Airbus, Air Liquide, Allianz, Amazon, American Express, \
    Amgen, Apple, ASML, BASF, BBVA, BMW, BNP Paribas, Banco Santander, Bayer, Beiersdorf, Boeing, Brenntag, \
    Caterpillar, Chevron, Cisco, Coca-Cola, Commerzbank, Continental, Covestro, Daimler, Danone, Deutsche Bank, \
    Deutsche Post, Deutsche Telekom, Disney, Dow, E.ON, Enel, Eni, Essilor, Ferrari, Fresenius, Goldman Sachs, \
    Hannover Rück, Heidelberg Materials, Henkel, Hermès, Home Depot, Honeywell, IBM, ING, Iberdrola, Inditex, \
    Infineon, Intel, Intesa Sanpaolo, JPMorgan, Johnson & Johnson, Kering, Linde, LVMH, L'Oréal, MTU, McDonald's, \
    Mercedes-Benz, Merck, Microsoft, Münchener Rück, Nike, Nokia, Nordea, Nvidia, Pernod Ricard, Porsche, \
    Procter & Gamble, Prosus, Qiagen, RWE, Rheinmetall, SAP, Safran, Salesforce, Sanofi, Sartorius, \
    Schneider Electric, Sherwin-Williams, Siemens, Siemens Energy, Siemens Healthineers, Stellantis, Symrise, \
    TotalEnergies, Travelers, UniCredit, UnitedHealth, Verizon, Vinci, Visa, Volkswagen, Vonovia, Walmart, \
    Wolters Kluwer, Zalando";

/// Software, one a string.
pub(crate) fn software() -> Vec<String> {
    SOFTWARE.split(", ").map(str::to_owned).collect()
}

/// Firms, one a string.
pub(crate) fn firms() -> Vec<String> {
    FIRMS.split(", ").map(str::to_owned).collect()
}
