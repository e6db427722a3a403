//! The demo: ninety days of work of the sample administration, lived through the real commands under a virtual clock.
//!
//! The one rule: the same seed and the same last day give the same cases; nothing is written but by commands.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use anyhow::Result;
use cases::filing::{Receipt, Submit};
use cases::{CaseFile, Status, decision, delivery, document, filing, lifecycle, notice, rating, task};
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::Actor;
use kernel::calendar::Calendar;
use kernel::clock::{Clock, VirtualClock, sofia_datetime, sofia_instant};
use kernel::ctx::Ctx;
use kernel::ids::CaseId;
use kernel::random::{SeededRandom, below};
use serde_json::{Map, Value as Json, json};
use services::kit::{Channel, DecisionKind, DeliveryWay, Kit, Speed};

use crate::runtime::Installation;
use crate::sample::{self, Sample};
use crate::{acts, worker};

/// Cases of the demo unless the command line says otherwise.
pub const CASES: usize = 300;
/// Days over which they are spread.
const DAYS: i64 = 90;
/// The seed of the demo.
const SEED: u64 = 20_260_101;

const FIRST: [&str; 8] = ["Примерна", "Пробна", "Образцова", "Тестова", "Примерка", "Образка", "Пробка", "Условна"];
const MIDDLE: [&str; 6] = ["Примерова", "Пробнова", "Образцова", "Тестова", "Условна", "Показна"];
const LAST: [&str; 10] =
    ["Алфова", "Бетова", "Гамова", "Делтова", "Епсилонова", "Зетова", "Тетова", "Йотова-Примерна", "Капова", "Ламбдова"];

/// The demo while it is being lived.
struct Life<'a> {
    installation: Installation,
    clock: Arc<VirtualClock>,
    random: Arc<SeededRandom>,
    sample: &'a Sample,
    kits: BTreeMap<String, Kit>,
    calendar: Calendar,
    base_url: &'a str,
    until: Timestamp,
    next: BinaryHeap<Reverse<(Timestamp, usize)>>,
    lives: Vec<Case>,
}

/// One case of the demo and its temperament.
struct Case {
    id: CaseId,
    /// Pace: hours between two acts of the staff.
    pace: u64,
    /// Whether the applicant lets things lie.
    idle: bool,
    /// Where it is left lying, so that the demo shows every state at rest.
    rest: Option<Status>,
}

/// One in so many cases is left lying in a state that cases usually pass through quickly.
const RESTING: usize = 3;
/// LIMIT: days before the present in which cases are left lying; older ones would all be overdue.
const RESTING_DAYS: i64 = 14;

/// Makes the sample administration in an empty installation; answers its people.
pub fn prepare(installation: &Installation, base_url: &str) -> Result<Sample> {
    let password = sample::password(installation)?;
    let begin = installation.clock.now() - SignedDuration::from_hours(24 * (DAYS + 10));
    let ctx = Ctx { now: begin, ..sample::system(installation, base_url) };
    let kits = sample::kits();
    Ok(installation.store.write_blocking(move |tx| sample::create(tx, &ctx, &password, &kits))?)
}

/// Lives `count` cases up to the present; `progress` hears how many were filed.
pub fn live(installation: &Installation, sample: &Sample, base_url: &str, count: usize, mut progress: impl FnMut(usize)) -> Result<()> {
    let until = installation.clock.now();
    let begin = until - SignedDuration::from_hours(24 * DAYS);
    let clock = Arc::new(VirtualClock::new(begin));
    let random = Arc::new(SeededRandom::new(SEED));
    let mut virtual_installation = installation.clone();
    virtual_installation.clock = clock.clone();
    virtual_installation.random = random.clone();
    let mut kits = BTreeMap::new();
    for (code, files) in sample::kits() {
        let kit = Kit::parse(&files).map_err(|findings| anyhow::anyhow!("kit {code} has {} finding(s)", findings.len()))?;
        kits.insert(code, kit);
    }
    let calendar = installation.store.read_blocking(|tx| services::calendar::calendar(tx, sample::ADMINISTRATION))?;
    let mut life = Life {
        installation: virtual_installation,
        clock,
        random,
        sample,
        kits,
        calendar,
        base_url,
        until,
        next: BinaryHeap::new(),
        lives: Vec::new(),
    };
    for number in 0..count {
        let share = i64::try_from(number).unwrap_or(0) * 24 * 60 * DAYS / i64::try_from(count).unwrap_or(1).max(1);
        let at = life.office_hours(begin + SignedDuration::from_mins(share), 9 * 60);
        life.act_until(at)?;
        life.file()?;
        if number % 10 == 9 {
            progress(number + 1);
        }
    }
    life.act_until(until)?;
    progress(count);
    worker::drain(&life.installation, base_url)
}

impl Life<'_> {
    fn dice(&self, sides: u64) -> u64 {
        below(self.random.as_ref(), sides)
    }

    fn chance(&self, percent: u64) -> bool {
        self.dice(100) < percent
    }

    fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[usize::try_from(self.dice(from.len() as u64)).unwrap_or(0)]
    }

    fn system(&self) -> Ctx {
        sample::system(&self.installation, self.base_url)
    }

    fn applicant(&self, id: CaseId) -> Ctx {
        Ctx { actor: Actor::Applicant(id), ..self.system() }
    }

    /// The first moment not before `at` within the working time, at most `spread` minutes after the day begins.
    fn office_hours(&self, at: Timestamp, spread: u64) -> Timestamp {
        let civil = sofia_datetime(at);
        let fits = self.calendar.is_working(civil.date()) && (9..17).contains(&civil.hour());
        if fits {
            return at;
        }
        let day = if civil.hour() < 9 { civil.date() } else { self.calendar.next_working_day_after(civil.date()) };
        let day = self.calendar.next_working_day_on_or_after(day);
        let minutes = i64::try_from(self.dice(spread.clamp(1, 450))).unwrap_or(0);
        sofia_instant(day.to_datetime(Time::constant(9, 0, 0, 0))) + SignedDuration::from_mins(minutes)
    }

    /// Everything that happens before `at`, in the order of time.
    fn act_until(&mut self, at: Timestamp) -> Result<()> {
        let at = at.min(self.until);
        while let Some(Reverse((when, index))) = self.next.peek().copied() {
            if when > at {
                break;
            }
            self.next.pop();
            acts::wait_until(&self.installation, &self.clock, when, self.base_url)?;
            if self.act(index)? {
                let hours = self.lives[index].pace;
                let pause = i64::try_from(1 + self.dice(hours * 2)).unwrap_or(1);
                let next = self.office_hours(self.clock.now() + SignedDuration::from_hours(pause), 480);
                self.next.push(Reverse((next, index)));
            }
        }
        acts::wait_until(&self.installation, &self.clock, at, self.base_url)
    }

    /// A synthetic person: a name that says so, and a personal number with a right check digit.
    fn person(&self) -> (&'static str, &'static str, &'static str, String) {
        let digits = [2, 4, 8, 5, 10, 9, 7, 3, 6];
        let year = 50 + self.dice(49);
        let body = format!("{year:02}{:02}{:02}{:03}", 1 + self.dice(12), 1 + self.dice(28), self.dice(1000));
        let sum: u64 = body.bytes().zip(digits).map(|(digit, weight)| u64::from(digit - b'0') * weight).sum();
        (self.pick(&FIRST), self.pick(&MIDDLE), self.pick(&LAST), format!("{body}{}", sum % 11 % 10))
    }

    fn file(&mut self) -> Result<()> {
        let codes = [
            "address-certificate",
            "address-certificate",
            "address-certificate",
            "heirs-certificate",
            "tax-valuation",
            "tax-valuation",
            "pavement-permit",
            "public-information",
        ];
        let code = self.pick(&codes);
        let Some(kit) = self.kits.get(code) else { return Ok(()) };
        let channel = match self.dice(10) {
            0..=4 => Channel::Web,
            5..=8 => Channel::Counter,
            _ => Channel::Post,
        };
        let channel = if kit.manifest.channels.contains(&channel) { channel } else { Channel::Counter };
        let speeds: Vec<Speed> = kit.manifest.speeds.iter().map(|speed| speed.code).collect();
        let speed = if self.chance(75) { Speed::Ordinary } else { self.pick(&speeds) };
        let ways: Vec<DeliveryWay> = kit.manifest.delivery.iter().map(|option| option.way).collect();
        let delivery = self.pick(&ways);
        let tests: Vec<&services::kit::TestCase> = kit.tests.iter().collect();
        let mut answers = self.pick(&tests).filing.answers.clone();
        let (first, middle, last, identifier) = self.person();
        let person = json!({ "firstName": first, "middleName": middle, "lastName": last });
        if let (Some(Json::Object(applicant)), Json::Object(person)) = (answers.get_mut("applicant"), person) {
            let known = applicant.get("identifier").is_some();
            applicant.extend(person);
            if known {
                applicant.insert("identifier".to_owned(), json!(identifier));
            }
            applicant.insert("email".to_owned(), json!(format!("zayavitel{}@primer.example", self.lives.len() + 1)));
        }
        let submit = Submit {
            service_code: code.to_owned(),
            kit_hash: String::new(),
            answers,
            speed,
            delivery,
            delivery_address: "1000 Примерна, ул. „Първа“ № 5, вх. Б, ет. 3, ап. 12".to_owned(),
            channel,
            received_number: None,
            draft: None,
            scans: Vec::new(),
            intake_note: if channel == Channel::Post {
                "Получено по пощата с обратна разписка.".to_owned()
            } else {
                String::new()
            },
            doubtful_identifiers: false,
        };
        let ctx = match channel {
            Channel::Web => Ctx { actor: Actor::Anonymous, ..self.system() },
            Channel::Counter => self.sample.acting(&self.system(), if self.chance(50) { "gishe1" } else { "gishe2" })?,
            _ => self.sample.acting(&self.system(), "delovoditel")?,
        };
        let receipt: Receipt = self.installation.store.write_blocking(move |tx| filing::application_submit(tx, &ctx, submit))?;
        let rest = self.rest(code);
        let pace = if rest.is_some() { 2 } else { [2, 4, 8, 20, 40][usize::try_from(self.dice(5)).unwrap_or(0)] };
        self.lives.push(Case { id: receipt.case_id, pace, idle: rest.is_none() && self.chance(12), rest });
        let first = self.office_hours(self.clock.now() + SignedDuration::from_mins(i64::try_from(30 + self.dice(300)).unwrap_or(60)), 480);
        self.next.push(Reverse((first, self.lives.len() - 1)));
        Ok(())
    }

    /// Where the case that is being filed will be left lying, if it is one of those.
    fn rest(&self, code: &str) -> Option<Status> {
        let number = self.lives.len();
        let recent = self.until.duration_since(self.clock.now()) < SignedDuration::from_hours(24 * RESTING_DAYS);
        let states: &[Status] = match code {
            "public-information" => &[Status::Decided, Status::AwaitingInformation, Status::Registered],
            _ if number.is_multiple_of(RESTING) => &[
                Status::Suspended,
                Status::AwaitingCorrection,
                Status::AwaitingPayment,
                Status::InApproval,
                Status::ReadyForDelivery,
                Status::InProgress,
                Status::RegularityCheck,
            ],
            _ => return None,
        };
        let lying = self.lives.iter().filter(|case| case.rest.is_some_and(|rest| states.contains(&rest))).count();
        recent.then(|| states[lying % states.len()])
    }

    fn case(&self, id: CaseId) -> Result<CaseFile> {
        let ctx = self.system();
        Ok(self.installation.store.read_blocking(|tx| cases::case_get(tx, &ctx, id))?)
    }

    /// One act on a case by whoever's turn it is; answers whether something may follow.
    fn act(&mut self, index: usize) -> Result<bool> {
        let id = self.lives[index].id;
        let case = self.case(id)?;
        if case.status.is_final() {
            self.rate(&case)?;
            return Ok(false);
        }
        let rest = self.lives[index].rest;
        if rest == Some(case.status) {
            return Ok(false);
        }
        let head = self.head(&case)?;
        match case.status {
            Status::Suspended => {
                if self.chance(40) {
                    self.installation.store.write_blocking(move |tx| lifecycle::case_resume(tx, &head, id, "Основанието е отпаднало."))?;
                }
                return Ok(true);
            }
            Status::AwaitingCorrection => {
                if !self.lives[index].idle {
                    let (ctx, answers) = (self.applicant(id), case.answers);
                    self.installation.store.write_blocking(move |tx| notice::correction_submit(tx, &ctx, id, answers))?;
                }
                return Ok(true);
            }
            Status::InProgress if rest == Some(Status::Suspended) || self.chance(4) => {
                let ground = "Наличие на преюдициален въпрос";
                self.installation
                    .store
                    .write_blocking(move |tx| lifecycle::case_suspend(tx, &head, id, ground, "Чака се влязло в сила решение."))?;
                return Ok(true);
            }
            Status::InProgress if self.chance(3) => {
                let ctx = self.applicant(id);
                self.installation.store.write_blocking(move |tx| lifecycle::case_withdraw(tx, &ctx, id, "Вече не ми е необходимо."))?;
                return Ok(false);
            }
            Status::InProgress
                if self.kits.get(&case.service_code).is_some_and(|kit| kit.manifest.extension.is_some())
                    && self.chance(10)
                    && !case.term_extended =>
            {
                self.installation
                    .store
                    .write_blocking(move |tx| lifecycle::term_extend(tx, &head, id, 7, "Фактическа сложност на случая."))?;
                return Ok(true);
            }
            Status::RegularityCheck if self.chance(3) => {
                let to = "Областна администрация Примерна, ЕИК 000000018";
                self.installation
                    .store
                    .write_blocking(move |tx| lifecycle::case_forward(tx, &head, id, to, "Искането е от компетентността на друг орган."))?;
                return Ok(false);
            }
            _ => {}
        }
        let ctx = self.system();
        let tasks = self.installation.store.read_blocking(|tx| task::task_list_of_case(tx, &ctx, id))?;
        let open: Vec<&task::Task> = tasks.iter().filter(|task| task.is_open()).collect();
        if open.is_empty() {
            return Ok(true);
        }
        let task = self.pick(&open).clone();
        // A task that was taken but not finished: what a clerk finds in „Моите задачи“.
        if task.assignee_id.is_none() && self.chance(25) {
            let ctx = acts::performer(&self.installation, self.sample, &ctx, &task)?;
            self.installation.store.write_blocking(move |tx| task::task_claim(tx, &ctx, task.id))?;
            return Ok(true);
        }
        self.finish(index, &case, &task)?;
        Ok(true)
    }

    fn head(&self, case: &CaseFile) -> Result<Ctx> {
        let of_unit = |person: &&sample::Person| {
            person.roles.contains(&kernel::actor::Role::UnitHead) && self.sample.units.get(person.unit) == Some(&case.unit_id)
        };
        self.sample.acting(&self.system(), sample::PEOPLE.iter().find(of_unit).map_or("kmet", |person| person.login))
    }

    fn finish(&mut self, index: usize, case: &CaseFile, task: &task::Task) -> Result<()> {
        if task.kind == "payment" && self.lives[index].idle {
            return Ok(());
        }
        if task.kind == "deliver" && case.delivery == "online" {
            return self.open_online(index, case);
        }
        let ctx = acts::performer(&self.installation, self.sample, &self.system(), task)?;
        let kit = &self.kits[&case.service_code];
        let one = |name: &str, word: &str| Map::from_iter([(name.to_owned(), json!(word))]);
        let (outcome, draft) = match task.kind.as_str() {
            "regularity"
                if (self.lives[index].rest == Some(Status::AwaitingCorrection) || self.chance(14))
                    && !kit.manifest.irregularities.is_empty() =>
            {
                let codes = vec![kit.manifest.irregularities[0].code.clone()];
                let (id, send) = (task.id, notice::SendNotice { codes, ..notice::SendNotice::default() });
                return Ok(self.installation.store.write_blocking(move |tx| notice::notice_send(tx, &ctx, id, send))?);
            }
            "regularity" => (one("regularity", "regular"), None),
            "opinion" => (one("opinion", if self.chance(90) { "agreed" } else { "notAgreed" }), None),
            "draft" => {
                let kind = if self.chance(88) { DecisionKind::Grant } else { DecisionKind::Refuse };
                (one("decision", kind.word()), Some(self.draft(kit, case, kind)))
            }
            "review" => (one("review", if self.chance(93) { "approved" } else { "rework" }), None),
            "sign" => (one("signature", "signed"), None),
            // The one step of the product's kits with a form of its own: whether a third person must be asked.
            "work" if task.node == "work" && kit.code() == "public-information" => {
                let asked = self.lives[index].rest == Some(Status::AwaitingInformation) || self.chance(30);
                (one("thirdParty", if asked { "yes" } else { "no" }), None)
            }
            _ => (Map::new(), None),
        };
        acts::task_finish(&self.installation, &ctx, case, task, outcome, draft)
    }

    /// A draft as an officer would fill it: what the application says, and sample words where it says nothing.
    fn draft(&self, kit: &Kit, case: &CaseFile, kind: DecisionKind) -> decision::DecisionDraft {
        let mut draft = decision::DecisionDraft::prefilled(kit, case, kind);
        if kind != DecisionKind::Grant {
            draft.grounds = kit.manifest.refusal_grounds.iter().take(1).map(|ground| ground.code.clone()).collect();
        }
        for key in draft.missing(kit) {
            let field = kit.manifest.fields.iter().find(|field| field.key == key);
            let value = match field.map(|field| field.kind) {
                Some(services::kit::FieldKind::Date) => json!(kernel::clock::sofia_date(self.clock.now()).to_string()),
                Some(services::kit::FieldKind::Number) => json!("12"),
                _ => json!("по данни от регистъра"),
            };
            draft.fields.insert(key, value);
        }
        draft
    }

    /// The applicant opens the result in the official section, sooner or later.
    fn open_online(&mut self, index: usize, case: &CaseFile) -> Result<()> {
        if self.lives[index].idle {
            return Ok(());
        }
        let (ctx, id) = (self.applicant(case.id), case.id);
        let documents = self.installation.store.read_blocking(|tx| document::document_list(tx, &ctx, id))?;
        if delivery::result_of(&documents).is_some_and(document::Document::has_content) {
            self.installation.store.write_blocking(move |tx| delivery::result_open(tx, &ctx, id))?;
        }
        Ok(())
    }

    fn rate(&mut self, case: &CaseFile) -> Result<()> {
        if case.status != Status::Completed || !self.chance(45) {
            return Ok(());
        }
        let score = [5, 5, 5, 4, 4, 3, 2, 1][usize::try_from(self.dice(8)).unwrap_or(0)];
        let reasons = vec![if score > 3 { "speed" } else { "clarity" }.to_owned()];
        let (ctx, id) = (self.applicant(case.id), case.id);
        Ok(self.installation.store.write_blocking(move |tx| rating::service_rate(tx, &ctx, id, score, &reasons, ""))?)
    }
}
