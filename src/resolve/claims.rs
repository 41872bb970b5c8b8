//! Which winner owns which token.

use super::Context;
use crate::compile::ruleset::RuleId;
use crate::matching::Candidate;
use crate::record::RecordType;
use crate::scan::Token;

/// What owns a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// The rule.
    pub(super) rule: RuleId,
    /// What it emits; `None` where it only keeps others off.
    pub(super) emits: Option<RecordType>,
    /// The owner's first token.
    pub(super) first: usize,
    /// The token after its last.
    pub(super) last: usize,
}

/// The owners of all tokens.
#[derive(Debug, Default)]
pub(super) struct Claims {
    claims: Vec<Claim>,
    /// For each token its claim's number plus one.
    of_token: Vec<u32>,
}

impl Claims {
    /// The claims of `winners`. What tells of the whole page owns nothing: a province's name goes on being a part of
    /// the titles and the metrics that it stands in.
    pub(super) fn new(context: Context<'_>, winners: &[Candidate]) -> Self {
        let mut of_token = vec![0; context.page.scan.tokens.len()];
        let mut claims = Vec::with_capacity(winners.len());
        for winner in winners {
            let (first, last) = (winner.first as usize, winner.last as usize);
            let emits = context.rules.rules[winner.rule as usize].emits;
            if emits == Some(RecordType::Article) {
                continue;
            }
            claims.push(Claim { rule: winner.rule, emits, first, last });
            of_token[first..last].fill(claims.len() as u32);
        }
        Self { claims, of_token }
    }

    /// Whether nothing is owned yet: the claims are not settled.
    pub(super) fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    /// Whether the token `at` opens a bracket in which another record comes first.
    pub(super) fn opens_aside(&self, tokens: &[Token], at: usize) -> bool {
        tokens[at].is('(') && self.at(at + 1).or(self.at(at)).is_some_and(|claim| claim.emits.is_some())
    }

    /// The owner of `token`.
    pub(super) fn at(&self, token: usize) -> Option<&Claim> {
        let number = self.of_token.get(token).copied()?;
        self.claims.get((number as usize).checked_sub(1)?)
    }
}
